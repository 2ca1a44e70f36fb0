"""Closing an assignment without a response: skip, flag, release."""

from django.db import transaction
from django.utils import timezone

from labeling import events
from labeling.actions.assignment import slots
from labeling.actions.deadlock import giving_way
from labeling.errors import AlreadySubmitted
from labeling.models import Assignment, Event

State = Assignment.State


def skip(assignment: Assignment, *, reason: str) -> None:
    """Pass the record to others. It never comes back to this person."""
    _close(assignment, state=State.SKIPPED, reason=reason)


def flag(assignment: Assignment, *, reason: str) -> None:
    """As skip, and tell the organizers that the record is broken."""
    _close(assignment, state=State.FLAGGED, reason=reason)


def release(assignment: Assignment) -> None:
    """Give the record back. It may be dealt to this person again."""
    _close(assignment, state=State.RELEASED, reason="")


@giving_way
@transaction.atomic
def _close(assignment: Assignment, *, state: Assignment.State, reason: str) -> None:
    """May run twice. An assignment that has expired meanwhile holds no slot to free. Raises AlreadySubmitted."""
    slots.lock([assignment.record_id])
    current = Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
    if current.state == State.SUBMITTED:
        raise AlreadySubmitted
    if current.state in (State.SKIPPED, State.FLAGGED, state):
        return
    if current.state in Assignment.LIVE:
        slots.free([current])
    elif state == State.RELEASED:
        return
    current.state, current.reason, current.closed_at = state, reason, timezone.now()
    current.save(update_fields=["state", "reason", "closed_at"])
    events.record(
        Event.Kind.CLOSED,
        project_id=current.project_id,
        record_id=current.record_id,
        annotator_id=current.annotator_id,
    )
