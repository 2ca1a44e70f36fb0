"""What sanctions make of an annotator's place: whether they are dealt anything, and how closely they are watched."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial

from django.db import transaction

from labeling import live
from labeling.models import Assignment, Exclusion, Queue, Sanction, Stage, policy_of
from projects.models import Project

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def locked(project: Project, annotator_id: int) -> Queue:
    """The annotator's place, locked; made for somebody who never came."""
    places = Queue.objects.select_for_update(no_key=True)
    found = places.filter(project=project, annotator=annotator_id).first()
    if found:
        return found
    begins = Stage.QUALIFYING if policy_of(project).qualification else Stage.WORKING
    Queue.objects.get_or_create(
        project=project, annotator_id=annotator_id, defaults={"seen_at": NEVER, "stage": begins}
    )
    return places.get(project=project, annotator=annotator_id)


def in_order(project: Project, annotators: Iterable[int]) -> list[int]:
    """These annotators in the order in which everybody locks many places."""
    wanted = set(annotators)
    places = Queue.objects.filter(project=project, annotator__in=wanted).order_by("pk")
    known = list(places.values_list("annotator", flat=True))
    return [*known, *sorted(wanted - set(known))]


def tell(sanction: Sanction) -> None:
    """On commit the reviewers' pages hear of it, and the annotator's where they may see it."""
    project_id, annotator_id = sanction.project_id, sanction.annotator_id
    transaction.on_commit(partial(live.poke, project_id, ["sanctions"]))
    if not sanction.trial and sanction.kind != Sanction.Kind.NOTICE:
        transaction.on_commit(partial(live.poke_own, project_id, annotator_id, ["sanctions"]))


def follow(project: Project, place: Queue) -> None:
    """Give a locked place the stage that exclusions, sanctions and qualification say, in this order of rank."""
    mine = Sanction.objects.filter(project=project, annotator=place.annotator_id)
    place.stage = _stage(project, place, paused=mine.filter(Sanction.PAUSES).exists())
    warnings = mine.filter(kind=Sanction.Kind.WARNING, trial=False).exclude(verdict=Sanction.Verdict.LIFTED)
    place.warned_at = warnings.order_by("-made_at").values_list("made_at", flat=True).first()
    place.save(update_fields=["stage", "warned_at"])


def _stage(project: Project, place: Queue, *, paused: bool) -> Stage:
    if _excluded(project, place):
        return Stage.EXCLUDED
    stage = Stage(place.stage)
    if stage == Stage.REJECTED:
        return stage
    if paused:
        return Stage.PAUSED
    return _begin_again(project, place) if stage == Stage.PAUSED else stage


def _excluded(project: Project, place: Queue) -> bool:
    mine = Exclusion.objects.filter(project=project, annotator=place.annotator_id, restored_at=None)
    return mine.filter(record=None, since=None, until=None).exists()


def _begin_again(project: Project, place: Queue) -> Stage:
    """Who was dealt work before works; of anybody else, dealing finds out whether they are to qualify."""
    if policy_of(project).qualification is None:
        return Stage.WORKING
    dealt = Assignment.objects.filter(project=project, annotator=place.annotator_id, manual=False)
    worked = dealt.filter(purpose=Assignment.Purpose.WORK).exists()
    return Stage.WORKING if worked else Stage.QUALIFYING
