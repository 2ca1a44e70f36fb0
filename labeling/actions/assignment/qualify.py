"""Qualification: before an annotator is dealt work, a round of controls is to be passed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from accounts.models import User
from labeling.actions.assignment.deal import DRAWN, EXPOSED, INSERT, Place
from labeling.models import Assignment, Queue, Sanction, Stage, policy_of
from labeling.quality.qualification import Qualification
from projects.models import Project

BEGIN = f"""
    WITH drawn AS MATERIALIZED ({DRAWN}
    ), mixed AS (
        SELECT record_id, n AS position, n AS place, 'qualification' AS purpose, NULL::int AS stratum
        FROM (SELECT record_id, row_number() OVER () AS n FROM drawn) d
        WHERE (SELECT count(*) FROM drawn) = %(controls)s
    ), dealt AS ({INSERT}
    ), exposed AS ({EXPOSED}
    )
    SELECT count(*) FROM dealt"""  # noqa: S608 - made of constants

# Passed over while others were dealt them: wait for these, in the order that everybody locks them in.
WAIT = """
    SELECT count(*) FROM (
        SELECT 1 FROM labeling_control WHERE project_id = %(project)s AND state = 'active'
        ORDER BY record_id FOR NO KEY UPDATE) locked"""

# A round's assignments share the moment of dealing. What was passed over is not right; what a control says that was
# suspended since then is not held against anybody.
ROUNDS = """
    SELECT a.dealt_at, count(*) FILTER (WHERE p.passed OR (p.id IS NOT NULL AND c.state = 'suspended'))
    FROM labeling_assignment a
    LEFT JOIN labeling_response p ON p.assignment_id = a.id
    LEFT JOIN labeling_control c ON c.record_id = a.record_id
    WHERE a.project_id = %s AND a.annotator_id = %s AND a.purpose = 'qualification'
    GROUP BY a.dealt_at ORDER BY a.dealt_at"""


@dataclass(frozen=True)
class Round:
    """One round of qualification: when it was dealt, and how many are right so far."""

    dealt_at: datetime
    right: int


def rounds_of(project: Project, *, annotator: User) -> list[Round]:
    """Oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(ROUNDS, [project.pk, annotator.pk])
        return [Round(*row) for row in cursor.fetchall()]


def qualify(project: Project, *, annotator: User, place: Place, now: datetime) -> Stage:
    """The queue of `place`, whose lock is held, is empty: begin a round, or decide by those that ended.

    Returns the stage that follows; still qualifying, the queue holds the next controls. Where there are too few
    controls for a round the reviewers are told: people work without a first one, but do not get in by a second.
    """
    settings = policy_of(project).qualification
    if settings is None:
        return _enter(place, Stage.WORKING)
    if place.rounds and _revive(project, annotator, now):
        return Stage.QUALIFYING
    if place.rounds and _qualified(project, annotator, settings):
        return _enter(place, Stage.WORKING)
    if place.rounds >= settings.rounds:
        return _enter(place, Stage.REJECTED)
    if _begin(project, annotator, settings.controls, now):
        Queue.objects.filter(pk=place.id).update(rounds=place.rounds + 1)
        return Stage.QUALIFYING
    _tell_reviewers(project, annotator, settings, now)
    return _enter(place, Stage.REJECTED if place.rounds else Stage.WORKING)


def reconsider(project: Project, *, annotators: Iterable[int] | None = None) -> list[int]:
    """Let those of these (or of all) in who were rejected, and as things are now should not have been; returns whom.

    Whoever may try more often now than they did, tries again.
    """
    rejected = Queue.objects.filter(project=project, stage=Stage.REJECTED)
    if annotators is not None:
        rejected = rejected.filter(annotator__in=set(annotators))
    found = []
    for queue in (
        rejected.order_by("pk").select_for_update(of=("self",), no_key=True).select_related("annotator")
    ):
        stage = _reconsidered(project, queue)
        if stage != Stage.REJECTED:
            Queue.objects.filter(pk=queue.pk).update(stage=stage)
            found.append(queue.annotator_id)
    return found


def _reconsidered(project: Project, queue: Queue) -> Stage:
    settings = policy_of(project).qualification
    if settings and not _qualified(project, queue.annotator, settings):
        return Stage.QUALIFYING if queue.rounds < settings.rounds else Stage.REJECTED
    paused = Sanction.objects.filter(Sanction.PAUSES, project=project, annotator=queue.annotator_id)
    return Stage.PAUSED if paused.exists() else Stage.WORKING


def _qualified(project: Project, annotator: User, settings: Qualification) -> bool:
    return any(one.right >= settings.needed for one in rounds_of(project, annotator=annotator))


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
    return bool(_execute(BEGIN, values) or (_execute(WAIT, values) >= size and _execute(BEGIN, values)))


def _execute(statement: str, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0])


def _tell_reviewers(project: Project, annotator: User, settings: Qualification, now: datetime) -> None:
    Sanction.objects.create(
        project=project,
        annotator=annotator,
        kind=Sanction.Kind.NOTICE,
        cause=Sanction.Cause.GATE,
        evidence={"qualification": "too few controls", "wanted": settings.controls},
        made_at=now,
    )


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
