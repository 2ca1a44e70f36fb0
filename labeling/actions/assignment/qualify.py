"""Qualification: before an annotator is dealt work, a round of controls is to be passed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from accounts.models import User
from labeling.actions.assignment.deal import DRAWN, EXPOSED, INSERT, Place
from labeling.models import Assignment, Queue, Sanction, Stage, policy_of
from projects.models import Project

BEGIN = f"""
    WITH drawn AS MATERIALIZED ({DRAWN}
    ), mixed AS (
        SELECT record_id, n AS position, n AS place, 'qualification' AS purpose
        FROM (SELECT record_id, row_number() OVER () AS n FROM drawn) d
        WHERE (SELECT count(*) FROM drawn) = %(controls)s
    ), dealt AS ({INSERT}
    ), exposed AS ({EXPOSED}
    )
    SELECT count(*) FROM dealt"""  # noqa: S608 - made of constants

# Of the round that was begun last: its assignments share the moment of dealing.
ROUND = """
    SELECT count(*), count(p.id), count(*) FILTER (WHERE p.passed), count(*) FILTER (WHERE a.state = ANY (%s))
    FROM labeling_assignment a LEFT JOIN labeling_response p ON p.assignment_id = a.id
    WHERE a.project_id = %s AND a.annotator_id = %s AND a.purpose = 'qualification'
      AND a.dealt_at = (SELECT max(dealt_at) FROM labeling_assignment m
                        WHERE m.project_id = a.project_id AND m.annotator_id = a.annotator_id
                          AND m.purpose = 'qualification')"""


@dataclass(frozen=True)
class Round:
    """How a round of qualification stands: what was passed over is not right."""

    size: int
    answered: int
    right: int
    lapsed: int


def current_round(project: Project, *, annotator: User) -> Round:
    with connection.cursor() as cursor:
        cursor.execute(ROUND, [list(Assignment.REVIVABLE), project.pk, annotator.pk])
        return Round(*cursor.fetchone())


def qualify(project: Project, *, annotator: User, place: Place, now: datetime) -> Stage:
    """The queue of `place`, whose lock is held, is empty: begin a round, or decide by the one that ended.

    Returns the stage that follows; still qualifying, the queue holds the next controls. Where there are too few
    controls for a round, people work without one, and the reviewers are told.
    """
    settings = policy_of(project).qualification
    if settings is None:
        return _enter(place, Stage.WORKING)
    if place.rounds and _revive(project, annotator, now):
        return Stage.QUALIFYING
    if place.rounds and current_round(project, annotator=annotator).right >= settings.needed:
        return _enter(place, Stage.WORKING)
    if place.rounds >= settings.rounds:
        return _enter(place, Stage.REJECTED)
    if _begin(project, annotator, settings.controls, now):
        Queue.objects.filter(pk=place.id).update(rounds=place.rounds + 1)
        return Stage.QUALIFYING
    Sanction.objects.create(
        project=project,
        annotator=annotator,
        kind=Sanction.Kind.NOTICE,
        cause=Sanction.Cause.GATE,
        evidence={"qualification": "too few controls", "wanted": settings.controls},
        made_at=now,
    )
    return _enter(place, Stage.WORKING)


def _begin(project: Project, annotator: User, size: int, now: datetime) -> bool:
    policy = policy_of(project)
    values: dict[str, Any] = {
        "project": project.pk,
        "annotator": annotator.pk,
        "revivable": list(Assignment.REVIVABLE),
        "exposures": policy.watch.exposures,
        "controls": size,
        "now": now,
        "expires": now + timedelta(minutes=project.lease_minutes),
    }
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, values)
        (dealt,) = cursor.fetchone()
    return bool(dealt)


def _revive(project: Project, annotator: User, now: datetime) -> int:
    """What was released or ran out comes again, as a record to label would."""
    lapsed = Assignment.objects.filter(
        project=project,
        annotator=annotator,
        purpose=Assignment.Purpose.QUALIFICATION,
        state__in=Assignment.REVIVABLE,
    )
    expires = now + timedelta(minutes=project.lease_minutes)
    return lapsed.update(state=Assignment.State.QUEUED, opened_at=None, closed_at=None, expires_at=expires)


def _enter(place: Place, stage: Stage) -> Stage:
    Queue.objects.filter(pk=place.id).update(stage=stage)
    return stage
