"""Expiry: give back the slots of assignments whose lease has run out."""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, Value, When

from labeling import events
from labeling.actions.assignment import slots
from labeling.models import Assignment, Event

BATCH = 500


def expire(*, now: datetime) -> int:
    """Expire what was opened, recall what was not, all that is due at `now`; returns how many.

    What somebody is about to open or submit at this moment waits for the next time.
    """
    total = 0
    while expired := _expire_batch(now):
        total += expired
    return total


@transaction.atomic
def _expire_batch(now: datetime) -> int:
    due = Assignment.objects.filter(state__in=Assignment.LIVE, expires_at__lt=now)
    records = set(due.order_by("expires_at").values_list("record", flat=True)[:BATCH])
    slots.lock(records)
    # Read again under the lock: somebody may have submitted or renewed meanwhile.
    # Passing over what is locked: whoever opens one, which takes no record's lock, may wait for another one.
    lapsed = list(due.filter(record__in=records).select_for_update(no_key=True, skip_locked=True))
    outcome = Case(
        When(state=Assignment.State.OPEN, then=Value(Assignment.State.EXPIRED.value)),
        default=Value(Assignment.State.RECALLED.value),
    )
    Assignment.objects.filter(pk__in=[a.pk for a in lapsed]).update(state=outcome, closed_at=now)
    slots.free(lapsed)
    for project_id in {assignment.project_id for assignment in lapsed}:
        events.record(Event.Kind.CLOSED, project_id=project_id)
    return len(lapsed)
