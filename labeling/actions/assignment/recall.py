"""Recall: take back what lies unopened in the queue of somebody who has gone, so that others can do it."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from labeling.actions.assignment import slots
from labeling.actions.assignment.deal import IDLE_AFTER
from labeling.models import Assignment, Queue
from projects.models import Project


def recall(project: Project, *, annotator: User, strata: list[int], now: datetime) -> int:
    """Free up to one queue's worth of idle, unopened records that this annotator may still do; returns how many.

    Of a record that wants certain people, only what these `strata` can fill.
    """
    gone = Queue.objects.filter(
        project=project, annotator=OuterRef("annotator"), seen_at__lt=now - IDLE_AFTER
    )
    idle = Assignment.objects.filter(
        Q(record__open_strata=None) | Q(stratum__in=strata),
        Exists(gone),
        project=project,
        state=Assignment.State.QUEUED,
        purpose=Assignment.Purpose.WORK,
        manual=False,
        record__retired=False,
        record__withheld=False,
    )
    mine = Assignment.objects.filter(record=OuterRef("record"), annotator=annotator)
    unknown = idle.filter(~Exists(mine.exclude(state__in=Assignment.REVIVABLE)))
    records = list(unknown.order_by("position").values_list("record", flat=True)[: project.queue_depth])
    if not records:
        return 0
    slots.lock(records)
    found = list(idle.filter(record__in=records).select_for_update(of=("self",), no_key=True))
    Assignment.objects.filter(pk__in=[a.pk for a in found]).update(
        state=Assignment.State.RECALLED, closed_at=now
    )
    slots.free(found)
    _recall_controls(project, {a.annotator_id for a in found}, now)
    return len(found)


def _recall_controls(project: Project, annotators: set[int], now: datetime) -> None:
    """What is left over of a queue would be known for what it is."""
    queued = Assignment.objects.filter(
        project=project,
        annotator__in=annotators,
        state=Assignment.State.QUEUED,
        purpose=Assignment.Purpose.CONTROL,
    )
    queued.update(state=Assignment.State.RECALLED, closed_at=now)
