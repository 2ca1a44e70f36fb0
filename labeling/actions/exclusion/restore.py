"""Restoring what an exclusion took: the same responses count again."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from labeling import events
from labeling.actions.assignment import slots
from labeling.actions.exclusion.scope import Scope
from labeling.models import Assignment, Event, Exclusion, Queue, Response, Sanction, Stage
from projects.changes import lock_many
from projects.models import Project


@transaction.atomic
def restore(exclusion: Exclusion, *, by: User) -> Exclusion:
    """Give the responses their count and their slots back; again it changes nothing.

    A slot that somebody took meanwhile stays theirs: the record then holds one more answer than it wants. What another
    exclusion covers too stays excluded, by that one.
    """
    project = exclusion.project
    if exclusion.annotator_id:
        queue = Queue.objects.select_for_update(no_key=True)
        queue.filter(project=project, annotator=exclusion.annotator_id).first()
    current = Exclusion.objects.select_for_update(no_key=True, of=("self",)).get(pk=exclusion.pk)
    if current.restored_at:
        return current
    current.restored_at, current.restored_by = timezone.now(), by
    current.save(update_fields=["restored_at", "restored_by"])
    _hand_over(project, current)
    records = set(current.responses.values_list("record", flat=True))
    lock_many(lambda: _lock(records))
    held = list(Assignment.objects.filter(response__exclusion=current))
    Response.objects.filter(exclusion=current).update(counted=True, exclusion=None)
    slots.retake(held)
    if current.whole:
        _readmit(project, current)
    events.record_many(Event.Kind.JUDGED, project_id=project.pk, record_ids=sorted(records))
    if current.annotator_id:
        events.record(Event.Kind.JUDGED, project_id=project.pk, annotator_id=current.annotator_id)
    return current


def _lock(records: set[int]) -> None:
    slots.lock(records)


def _hand_over(project: Project, exclusion: Exclusion) -> None:
    """What another exclusion covers belongs to that one now."""
    for other in Exclusion.objects.filter(project=project, restored_at=None):
        mine = Response.objects.filter(exclusion=exclusion)
        mine.filter(Scope.of(other).matches()).update(exclusion=other)


def _readmit(project: Project, exclusion: Exclusion) -> None:
    """Back to work, unless a pause is open, or qualification was not passed, or another exclusion bars them."""
    mine = {"project": project, "annotator": exclusion.annotator_id}
    others = Exclusion.objects.filter(**mine, restored_at=None, record=None, since=None, until=None)
    if others.exists():
        return
    paused = Sanction.objects.filter(**mine, kind=Sanction.Kind.PAUSE, decided_at=None, trial=False).exists()
    stage = Stage.PAUSED if paused else Stage(exclusion.summary.get("stage", Stage.WORKING))
    Queue.objects.filter(**mine).update(stage=stage)
