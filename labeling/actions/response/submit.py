"""Submitting answers, in time or late."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from labeling import events
from labeling.actions.assignment.slots import ROOM, STRATUM, TAKEN
from labeling.actions.deadlock import giving_way
from labeling.actions.response.answers import Answers, clean_answers, freeze_questions
from labeling.actions.response.grade import Feedback, feedback, grade
from labeling.errors import AlreadySubmitted, KeyReused
from labeling.models import Assignment, Response
from labeling.queries.strata import strata_of
from projects.models import Project


@dataclass(frozen=True)
class Receipt:
    """What became of a submission: whether it is counted, or kept as surplus.

    One to a control looks like a counted one, unless it is part of a qualification with feedback.
    """

    id: int
    assignment_id: int
    counted: bool
    submitted_at: datetime
    feedback: Feedback | None = None


CLOSE = """
    UPDATE labeling_assignment a
    SET state = 'submitted', opened_at = COALESCE(a.opened_at, a.dealt_at), closed_at = %(now)s, draft = NULL"""

# Each part feeds the next, so that the rows are locked in the order in which everybody locks them: the project's,
# which the first response freezes, comes last.
STORE = """
    , response AS (
        INSERT INTO labeling_response
               (assignment_id, project_id, record_id, annotator_id, values, counted, passed, key, opened_at,
                submitted_at)
        SELECT id, project_id, record_id, annotator_id, %(values)s, counted, %(passed)s, %(key)s, opened_at, %(now)s
        FROM closed
        RETURNING id, project_id, record_id, annotator_id, counted, passed
    ), event AS (
        INSERT INTO labeling_event (kind, project_id, record_id, annotator_id)
        SELECT 'submitted', project_id, record_id, annotator_id FROM response
        RETURNING project_id
    ), frozen AS (
        UPDATE projects_project p SET answered_at = COALESCE(p.answered_at, %(now)s)
        FROM event WHERE p.id = event.project_id AND p.xmin::text = %(version)s
        RETURNING p.id
    )
    SELECT r.id, r.counted OR r.passed IS NOT NULL AND NOT closed.barred, EXISTS (SELECT FROM frozen)
    FROM response r, closed"""

# A live assignment holds its slot already, so the record's row is not touched: nobody waits for anybody.
IN_TIME = f"""
    WITH closed AS ({CLOSE}
        WHERE a.id = %(assignment)s AND a.state IN ('queued', 'open') AND a.purpose = %(purpose)s
        RETURNING a.*, a.purpose = 'work' AS counted, FALSE AS barred
    ){STORE}"""

# Any other holds none: it takes one if one is free, and the annotator is not excluded, which waits for this or this
# for that. Where the record changed while this statement waited for it, it finds nothing: PostgreSQL checks a row's
# constraints before it sees that the row is no longer the newest.
LATE = f"""
    WITH place AS (
        SELECT q.stage FROM labeling_queue q JOIN labeling_assignment a
          ON a.project_id = q.project_id AND a.annotator_id = q.annotator_id
        WHERE a.id = %(assignment)s FOR SHARE OF q
    ), record AS (
        SELECT r.id, r.is_open AND {ROOM} AS has_room, {STRATUM} AS stratum,
               (SELECT bool_or(stage = 'excluded') FROM place) IS TRUE AS barred
        FROM projects_record r
        WHERE r.id = %(record)s AND r.is_open = (SELECT is_open FROM projects_record WHERE id = %(record)s)
          AND (SELECT count(*) FROM place) >= 0
        FOR NO KEY UPDATE
    ), closed AS ({CLOSE}, stratum = record.stratum
        FROM record
        WHERE a.id = %(assignment)s AND a.record_id = record.id AND a.state NOT IN ('queued', 'open', 'submitted')
          AND a.purpose = %(purpose)s
        RETURNING a.*, record.has_room AND a.purpose = 'work' AND NOT record.barred AS counted, record.barred
    ), taken AS (
        UPDATE projects_record r SET open_slots = r.open_slots - 1, open_strata = {TAKEN.format(taken="closed")}
        FROM closed WHERE r.id = closed.record_id AND closed.counted
    ){STORE}"""  # noqa: S608 - made of this module's constants


def submit(
    assignment: Assignment, project: Project, *, values: dict[str, Any], key: str | None = None
) -> Receipt:
    """Store the answers given under an assignment of the caller's, once.

    The same key again returns the same receipt. Work that comes late, after the lease ran out, takes a slot if
    one is free, and is kept as surplus otherwise. Raises InvalidAnswers, AlreadySubmitted, KeyReused.
    """
    answers = clean_answers(project, values, record_id=assignment.record_id)
    try:
        while (receipt := _attempt(assignment, project, values, answers, key)) is None:
            # It was submitted, undone, dealt again or taken back since it was read, or a slot was.
            assignment.refresh_from_db(fields=["state", "purpose", "record", "stratum"])
    except IntegrityError as error:
        if "response_key_once" in str(error):
            raise KeyReused from error
        raise
    return receipt


@giving_way
def _attempt(
    assignment: Assignment, project: Project, values: dict[str, Any], answers: Answers, key: str | None
) -> Receipt | None:
    """What the assignment's state asks for; None if things are no longer so. One transaction."""
    if assignment.state == Assignment.State.SUBMITTED:
        return _again(assignment, project, answers, key)
    passed = grade(assignment, answers)
    first = project.answered_at is None
    sent: dict[str, Any] = {
        "assignment": assignment.pk,
        "record": assignment.record_id,
        "purpose": assignment.purpose,
        "values": json.dumps(answers.values),
        "passed": passed,
        "key": key,
        "now": (now := timezone.now()),
        "version": answers.version if first else None,
    }
    live = assignment.state in Assignment.LIVE
    # One that was dealt before the record wanted certain people takes none of their places.
    if not live:
        placed = assignment.stratum is not None
        sent["strata"] = strata_of(project, assignment.annotator_id) if placed else []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(IN_TIME if live else LATE, sent)
            stored = cursor.fetchone()
        if stored is None:
            return None
        pk, counted, frozen = stored
        if first and not frozen:
            freeze_questions(project, values, answers, record_id=assignment.record_id)
        events.wake_on_commit()
    told = feedback(assignment, project, answers.questions, passed)
    return Receipt(pk, assignment.pk, counted, now, told)


def _again(assignment: Assignment, project: Project, answers: Answers, key: str | None) -> Receipt | None:
    response = Response.objects.filter(assignment=assignment).first()
    if response is None:
        return None
    if key is None or response.key != key:
        raise AlreadySubmitted(response=response.pk)
    counted = response.counted or response.passed is not None
    told = feedback(assignment, project, answers.questions, response.passed)
    return Receipt(response.pk, assignment.pk, counted, response.submitted_at, told)
