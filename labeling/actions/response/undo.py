"""Undoing the last response."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone

from accounts.models import User
from labeling import events
from labeling.actions.assignment import slots
from labeling.actions.assignment.deal import enter
from labeling.actions.assignment.open import Opened
from labeling.actions.deadlock import giving_way
from labeling.actions.response.grade import feedback
from labeling.errors import NothingToUndo, NotRunning
from labeling.models import Assignment, Event, Response, Stage
from projects.models import Project, State

UNDO_WITHIN = timedelta(hours=1)
DEALT = (Stage.QUALIFYING, Stage.WORKING)


@giving_way
@transaction.atomic
def undo(project: Project, *, annotator: User) -> Opened:
    """Take back the annotator's last response, if it is recent: its answers become the draft of its assignment.

    A counted one keeps its slot and is open again; what was open meanwhile goes back to the queue. A surplus one
    has no slot to reopen: it may be submitted late again. What one was told the right answer of, and what a reviewer
    excluded, stays as it is. Raises NothingToUndo, NotRunning.
    """
    if project.state not in (State.RUNNING, State.PAUSED):
        raise NotRunning(state=project.state)
    now = timezone.now()
    place = enter(project, annotator=annotator, now=now)
    last = Response.objects.filter(project=project, annotator=annotator).order_by("-submitted_at").first()
    if place.stage not in DEALT or last is None or last.submitted_at < now - UNDO_WITHIN:
        raise NothingToUndo
    slots.lock([last.record_id])
    found = Assignment.objects.select_related("response").select_for_update(of=("self",), no_key=True)
    assignment = found.get(pk=last.assignment_id)
    # It may have been excluded, or restored, before its record was locked.
    last = assignment.response
    if last.exclusion_id or feedback(assignment, project, {}, last.passed):
        raise NothingToUndo
    mine = Assignment.objects.filter(project=project, annotator=annotator, state=Assignment.State.OPEN)
    # What an organizer chose does not expire in the queue.
    mine.update(
        state=Assignment.State.QUEUED, expires_at=Case(When(manual=True, then=None), default="expires_at")
    )
    live = last.counted or last.passed is not None
    assignment.state = Assignment.State.OPEN if live else Assignment.State.EXPIRED
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
