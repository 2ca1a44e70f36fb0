"""That an exclusion in force holds what it covers, a restored one nothing, and that who is barred has no part left."""

from collections import defaultdict
from collections.abc import Iterator

from labeling.models import Assignment, Exclusion, Response
from labeling.queries.audit.difference import Difference
from projects.models import Project


def exclusions(project: Project) -> Iterator[Difference]:
    made = list(Exclusion.objects.filter(project=project).order_by("pk"))
    held: dict[int, list[Response]] = defaultdict(list)
    for response in Response.objects.filter(project=project, exclusion__isnull=False).order_by("pk"):
        held[response.exclusion_id or 0].append(response)
    for exclusion in made:
        for response in held.pop(exclusion.pk, []):
            if exclusion.restored_at or not _covers(exclusion, response):
                where = f"response {response.pk}, exclusion {exclusion.pk}"
                yield Difference("excluded without reason", where, True, False)
    for number in held:
        yield Difference("excluded by another project", f"exclusion {number}", len(held[number]), 0)
    barred = {one.annotator_id for one in made if one.whole and not one.restored_at}
    for annotator in sorted(pk for pk in barred if pk):
        counted = Response.objects.filter(project=project, annotator=annotator, counted=True).count()
        live = Assignment.objects.filter(
            project=project, annotator=annotator, state__in=Assignment.LIVE
        ).count()
        if counted or live:
            yield Difference("excluded, but taking part", f"annotator {annotator}", counted + live, 0)


def _covers(exclusion: Exclusion, response: Response) -> bool:
    at = response.submitted_at
    return (
        exclusion.annotator_id in (None, response.annotator_id)
        and exclusion.record_id in (None, response.record_id)
        and (exclusion.since or at) <= at <= (exclusion.until or at)
    )
