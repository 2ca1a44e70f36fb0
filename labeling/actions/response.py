"""Submitting answers, and undoing the last ones."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, When
from django.utils import timezone

from accounts.models import User
from labeling import events
from labeling.actions.assignment import slots
from labeling.actions.assignment.deal import enter
from labeling.actions.assignment.open import Opened
from labeling.errors import AlreadySubmitted, InvalidAnswers, KeyReused, NothingToUndo, NotRunning
from labeling.models import Assignment, Event, Response
from projects.models import Project, Question, State
from projects.questions import InvalidAnswer

UNDO_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Receipt:
    """What became of a submission: whether it is counted, or kept as surplus."""

    id: int
    assignment_id: int
    counted: bool
    submitted_at: datetime


# A live assignment holds its slot already, so the record's row is not touched: nobody waits for anybody.
SUBMIT = """
    WITH closed AS (
        UPDATE labeling_assignment
        SET state = 'submitted', opened_at = COALESCE(opened_at, dealt_at), closed_at = %(now)s, draft = NULL
        WHERE id = %(assignment)s AND state IN ('queued', 'open')
        RETURNING id, project_id, record_id, annotator_id, opened_at
    ), response AS (
        INSERT INTO labeling_response
               (assignment_id, project_id, record_id, annotator_id, values, counted, key, opened_at, submitted_at)
        SELECT id, project_id, record_id, annotator_id, %(values)s, TRUE, %(key)s, opened_at, %(now)s FROM closed
        RETURNING id
    ), event AS (
        INSERT INTO labeling_event (kind, project_id, record_id, annotator_id)
        SELECT 'submitted', project_id, record_id, annotator_id FROM closed
    )
    SELECT id FROM response"""


def submit(
    assignment: Assignment, project: Project, *, values: dict[str, Any], key: str | None = None
) -> Receipt:
    """Store the answers given under an assignment of the caller's, once.

    The same key again returns the same receipt. Work that comes late, after the lease ran out, takes a slot if
    one is free, and is kept as surplus otherwise. Raises InvalidAnswers, AlreadySubmitted, KeyReused.
    """
    clean = clean_answers(project, values)
    try:
        with transaction.atomic():
            if receipt := _submit_in_time(assignment, clean, key):
                _freeze_questions(project, values, clean)
                return receipt
        # Apart: the attempt in time may have locked the assignment, and the record's lock comes before that.
        with transaction.atomic():
            receipt = _submit_late(assignment, clean, key)
            _freeze_questions(project, values, clean)
            return receipt
    except IntegrityError as error:
        if "response_key_once" in str(error):
            raise KeyReused from error
        raise


def clean_answers(project: Project, values: dict[str, Any]) -> dict[str, Any]:
    """The canonical answers by question name. Raises InvalidAnswers with the problem of each question."""
    questions = {question.name: question for question in Question.objects.filter(project=project)}
    problems = {name: "There is no such question." for name in values if name not in questions}
    clean = {}
    for name, question in questions.items():
        answer = values.get(name)
        if answer is None:
            if question.required:
                problems[name] = "An answer is required."
            continue
        try:
            clean[name] = question.clean_answer(answer)
        except InvalidAnswer as error:
            problems[name] = str(error)
    if not clean and not problems:
        problems[next(iter(questions))] = "Answer at least one question, or skip."
    if problems:
        raise InvalidAnswers(problems=problems)
    return clean


def _freeze_questions(project: Project, values: dict[str, Any], clean: dict[str, Any]) -> None:
    """At the first response: an edit of the questions at the same moment waits for it, or it for the edit.

    In the latter case the answers must fit the questions as they are now. Not before the response is stored: the
    project's row comes last in the lock order.
    """
    if project.answered_at:
        return
    Project.objects.filter(pk=project.pk, answered_at=None).update(answered_at=timezone.now())
    if clean_answers(project, values) != clean:
        raise InvalidAnswers(problems=dict.fromkeys(clean, "The question has just changed."))


def _submit_in_time(assignment: Assignment, values: dict[str, Any], key: str | None) -> Receipt | None:
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            SUBMIT, {"assignment": assignment.pk, "values": json.dumps(values), "key": key, "now": now}
        )
        row = cursor.fetchone()
    if row is None:
        return None
    events.wake_on_commit()
    return Receipt(row[0], assignment.pk, True, now)


def _submit_late(assignment: Assignment, values: dict[str, Any], key: str | None) -> Receipt:
    """The lease is over, or this was answered before."""
    record = slots.lock([assignment.record_id])[assignment.record_id]
    current = Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
    if current.state == Assignment.State.SUBMITTED:
        return _again(current, key)
    now = timezone.now()
    response = Response.objects.create(
        assignment=current,
        project_id=current.project_id,
        record=record,
        annotator_id=current.annotator_id,
        values=values,
        counted=current.state in Assignment.LIVE or slots.take(record),
        key=key,
        opened_at=current.opened_at or current.dealt_at,
        submitted_at=now,
    )
    Assignment.objects.filter(pk=current.pk).update(
        state=Assignment.State.SUBMITTED, closed_at=now, draft=None
    )
    events.record(
        Event.Kind.SUBMITTED,
        project_id=current.project_id,
        record_id=record.pk,
        annotator_id=current.annotator_id,
    )
    return _receipt(response)


def _again(assignment: Assignment, key: str | None) -> Receipt:
    response = Response.objects.get(assignment=assignment)
    if key is None or response.key != key:
        raise AlreadySubmitted(response=response.pk)
    return _receipt(response)


def _receipt(response: Response) -> Receipt:
    return Receipt(response.pk, response.assignment_id, response.counted, response.submitted_at)


@transaction.atomic
def undo(project: Project, *, annotator: User) -> Opened:
    """Take back the annotator's last response, if it is recent: its answers become the draft of its assignment.

    A counted one keeps its slot and is open again; what was open meanwhile goes back to the queue. A surplus one
    has no slot to reopen: it may be submitted late again. Raises NothingToUndo, NotRunning.
    """
    if project.state not in (State.RUNNING, State.PAUSED):
        raise NotRunning(state=project.state)
    now = timezone.now()
    enter(project, annotator=annotator, now=now)
    last = Response.objects.filter(project=project, annotator=annotator).order_by("-submitted_at").first()
    if last is None or last.submitted_at < now - UNDO_WITHIN:
        raise NothingToUndo
    slots.lock([last.record_id])
    assignment = Assignment.objects.select_for_update(no_key=True).get(pk=last.assignment_id)
    mine = Assignment.objects.filter(project=project, annotator=annotator, state=Assignment.State.OPEN)
    # What an organizer chose does not expire in the queue.
    mine.update(
        state=Assignment.State.QUEUED, expires_at=Case(When(manual=True, then=None), default="expires_at")
    )
    assignment.state = Assignment.State.OPEN if last.counted else Assignment.State.EXPIRED
    assignment.draft = last.values
    assignment.opened_at, assignment.closed_at = last.opened_at, None
    assignment.expires_at = now + timedelta(minutes=project.lease_minutes)
    assignment.save(update_fields=["state", "draft", "opened_at", "closed_at", "expires_at"])
    last.delete()
    events.record(
        Event.Kind.UNDONE, project_id=project.pk, record_id=assignment.record_id, annotator_id=annotator.pk
    )
    return Opened(
        assignment.pk,
        assignment.record_id,
        last.opened_at,
        assignment.expires_at,
        assignment.draft,
        assignment.record.content.fields,
    )
