"""Whether people's places are what pauses, exclusions and warnings make of them."""

from collections.abc import Iterator

from labeling.models import Exclusion, Queue, Sanction
from labeling.queries.audit.difference import Difference
from projects.models import Project

FREE = ("qualifying", "working")


def places(project: Project) -> Iterator[Difference]:
    """Who is excluded is so; who is rejected stays so; of the others those are paused who have a pause in force."""
    barring = [one for one in Exclusion.objects.filter(project=project) if one.whole and not one.restored_at]
    excluded = {one.annotator_id for one in barring if one.annotator_id}
    standing = Sanction.objects.filter(project=project, trial=False).exclude(verdict="lifted")
    found = [(sanction.kind, sanction.annotator_id) for sanction in standing]
    paused = {annotator for kind, annotator in found if kind == "pause"}
    warned = {annotator for kind, annotator in found if kind == "warning"}
    for place in Queue.objects.filter(project=project).order_by("pk"):
        where = f"annotator {place.annotator_id}"
        should = _stages(place.annotator_id in excluded, place.annotator_id in paused)
        if place.stage not in should:
            yield Difference("stage", where, place.stage, " or ".join(should))
        if (place.warned_at is not None) != (place.annotator_id in warned):
            yield Difference("warned", where, place.warned_at, place.annotator_id in warned)
    known = set(Queue.objects.filter(project=project).values_list("annotator", flat=True))
    for annotator in sorted((excluded | paused | warned) - known):
        yield Difference("stage", f"annotator {annotator}", None, "a place")


def _stages(excluded: bool, paused: bool) -> tuple[str, ...]:
    if excluded:
        return ("excluded",)
    return ("paused", "rejected") if paused else (*FREE, "rejected")
