"""What annotators flagged as broken."""

from django.db.models import QuerySet

from labeling.models import Assignment
from projects.models import Project


def flags(project: Project) -> QuerySet[Assignment]:
    """Flagged assignments with record and annotator, newest first; those of retired records are settled."""
    flagged = Assignment.objects.filter(
        project=project, state=Assignment.State.FLAGGED, record__retired=False
    )
    return flagged.select_related("record", "annotator").order_by("-closed_at")
