"""A project's progress, counted again."""

from collections.abc import Iterator

from django.db.models import Count, F, Q, Sum

from labeling.models import Assignment, Progress, Response
from labeling.queries.audit.difference import Difference
from projects.models import Project, Record


def progress(project: Project) -> Iterator[Difference]:
    stored = Progress.objects.filter(project=project).first()
    for name, number in _counted(project).items():
        if getattr(stored, name, None) != number:
            yield Difference("progress", name, getattr(stored, name, None), number)


def _counted(project: Project) -> dict[str, int]:
    records = Record.objects.filter(project=project, retired=False, withheld=False).order_by()
    answered = records.annotate(n=Count("responses", filter=Q(responses__counted=True)))
    responses = Response.objects.filter(project=project)
    assignments = Assignment.objects.filter(project=project).order_by()
    states = dict(assignments.values_list("state").annotate(n=Count("pk")))
    return {
        "records": records.count(),
        "complete": answered.filter(n__gte=F("overlap")).count(),
        "wanted": records.aggregate(n=Sum("overlap"))["n"] or 0,
        "counted": responses.filter(counted=True, record__withheld=False).count(),
        "surplus": responses.filter(counted=False, passed=None, exclusion=None).count(),
        "live": assignments.filter(state__in=Assignment.LIVE, purpose=Assignment.Purpose.WORK).count(),
        "skipped": states.get(Assignment.State.SKIPPED, 0),
        "flagged": states.get(Assignment.State.FLAGGED, 0),
    }
