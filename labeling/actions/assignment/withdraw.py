"""Withdrawing: an organizer takes back what was assigned by hand and still lies unopened in a queue."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Member, User
from labeling import events
from labeling.actions.assignment import slots
from labeling.models import Assignment, Event
from labeling.queries.unopened import unopened
from projects.models import Project

BATCH = 2000


@transaction.atomic
def withdraw(project: Project, *, annotator: User | None = None) -> int:
    """Free the records that were assigned to this person, or to anybody, and not opened yet; returns how many.

    They may be dealt or assigned again, to the same person too. May run twice: the second time finds nothing.
    """
    waiting = unopened(project)
    return _withdraw(project, waiting.filter(annotator=annotator) if annotator else waiting)


def withdraw_from(member: Member) -> None:
    """Withdraw what this person was assigned anywhere in the workspace; called in the transaction they leave in."""
    for project in Project.objects.filter(workspace=member.workspace_id).order_by("pk"):
        withdraw(project, annotator=member.user)


def _withdraw(project: Project, waiting: QuerySet[Assignment]) -> int:
    # In the order that everybody locks them in, which all batches together keep.
    records = list(waiting.order_by("record").values_list("record", flat=True).distinct())
    withdrawn = sum(
        _withdraw_batch(waiting, records[start : start + BATCH]) for start in range(0, len(records), BATCH)
    )
    if withdrawn:
        events.record(Event.Kind.CHANGED, project_id=project.pk)
    return withdrawn


def _withdraw_batch(waiting: QuerySet[Assignment], records: list[int]) -> int:
    slots.lock(records)
    # Read again under the lock: somebody may have opened one meanwhile.
    found = list(waiting.filter(record__in=records).select_for_update(no_key=True))
    Assignment.objects.filter(pk__in=[a.pk for a in found]).update(
        state=Assignment.State.RECALLED, closed_at=timezone.now()
    )
    slots.free(found)
    return len(found)
