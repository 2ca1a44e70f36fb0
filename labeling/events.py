"""The outbox: write the event with the fact, wake the courier on commit, deliver it afterwards."""

import logging
import time
from collections.abc import Iterable

from celery import current_app
from django.db import transaction
from django.db.models import QuerySet

from labeling.models import Event

log = logging.getLogger(__name__)

COURIER = "labeling.tasks.deliver_events"
# A courier that was woken this recently will see this event too; what it misses, beat's next one finds.
EVERY = 0.25
AFTER_FAILURE = 5.0

_quiet_until = 0.0


def record(
    kind: Event.Kind, *, project_id: int, record_id: int | None = None, annotator_id: int | None = None
) -> None:
    """Write an event in the current transaction. Statements that write their own call `wake_on_commit`."""
    Event.objects.create(kind=kind, project_id=project_id, record_id=record_id, annotator_id=annotator_id)
    wake_on_commit()


def record_many(kind: Event.Kind, *, project_id: int, record_ids: Iterable[int]) -> None:
    """The same for many records."""
    Event.objects.bulk_create(Event(kind=kind, project_id=project_id, record_id=pk) for pk in record_ids)
    wake_on_commit()


def project_changed(project_id: int) -> None:
    """Projects and their records changed; called in the transaction that changes them."""
    record(Event.Kind.CHANGED, project_id=project_id)


@transaction.atomic
def release(parked: QuerySet[Event]) -> int:
    """Let the courier try parked events again, with their attempts forgotten; returns how many."""
    released = parked.filter(parked=True).update(parked=False, attempts=0)
    wake_on_commit()
    return released


def wake_on_commit() -> None:
    transaction.on_commit(_wake)


def _wake() -> None:
    global _quiet_until
    now = time.monotonic()
    if now < _quiet_until:
        return
    _quiet_until = now + EVERY
    try:
        current_app.send_task(COURIER, expires=5)
    except Exception as error:
        # Whatever the broker's transport raises: the event is safe, and beat delivers it.
        _quiet_until = now + AFTER_FAILURE
        log.warning("The courier was not woken (%s); events wait for the next beat.", error)
