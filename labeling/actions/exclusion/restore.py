"""Restoring what an exclusion took: the same responses count again."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from labeling import events, live
from labeling.actions import sanction
from labeling.actions.assignment import slots
from labeling.actions.deadlock import giving_way
from labeling.actions.exclusion.scope import Scope
from labeling.models import Assignment, Event, Exclusion, Queue, Response, Stage
from projects.changes import lock_many, wait_for_turn
from projects.models import Project


@giving_way
@transaction.atomic
def restore(exclusion: Exclusion, *, by: User) -> Exclusion:
    """Give the responses their count and their slots back; again it changes nothing.

    A slot that somebody took meanwhile stays theirs: the record then holds one more answer than it wants. What an
    exclusion that was made later covers too stays excluded, by that one.
    """
    project = exclusion.project
    wait_for_turn(project.pk)
    place = _lock_place(project, exclusion)
    current = Exclusion.objects.select_for_update(no_key=True, of=("self",)).get(pk=exclusion.pk)
    if current.restored_at:
        return current
    current.restored_at, current.restored_by = timezone.now(), by
    current.save(update_fields=["restored_at", "restored_by"])
    _hand_over(project, current)
    _give_back(project, current)
    if current.whole and place:
        place.stage = Stage(current.summary.get("stage", Stage.WORKING))
        sanction.follow(project, place)
    if current.annotator_id:
        events.record(Event.Kind.JUDGED, project_id=project.pk, annotator_id=current.annotator_id)
    transaction.on_commit(partial(live.poke, project.pk, ["exclusions"]))
    return current


def _lock_place(project: Project, exclusion: Exclusion) -> Queue | None:
    places = Queue.objects.select_for_update(no_key=True).filter(project=project)
    return places.filter(annotator=exclusion.annotator_id).first() if exclusion.annotator_id else None


def _hand_over(project: Project, exclusion: Exclusion) -> None:
    """What a later exclusion covers too belongs to the first of these now.

    Not to one that was made before this one: what this one took counted then, so it came after that.
    """
    later = Exclusion.objects.filter(project=project, restored_at=None, pk__gt=exclusion.pk)
    for other in later.select_related("annotator", "record").order_by("pk"):
        mine = Response.objects.filter(exclusion=exclusion)
        mine.filter(Scope.of(other).matches()).update(exclusion=other)


def _give_back(project: Project, exclusion: Exclusion) -> None:
    mine = Response.objects.filter(exclusion=exclusion)
    records = sorted(set(mine.values_list("record", flat=True)))
    lock_many(partial(_lock, records))
    held = list(Assignment.objects.filter(response__in=mine))
    mine.update(counted=True, exclusion=None)
    slots.retake(held)
    events.record_many(Event.Kind.JUDGED, project_id=project.pk, record_ids=records)


def _lock(records: list[int]) -> None:
    slots.lock(records)
