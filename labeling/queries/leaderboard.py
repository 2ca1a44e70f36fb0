"""The standings of a project, best first."""

from django.db.models import F, QuerySet

from labeling.models import Standing
from projects.models import Project


def leaderboard(project: Project) -> QuerySet[Standing]:
    """Ranked annotators first, then the others by how much they did."""
    standings = Standing.objects.filter(project=project).select_related("annotator")
    return standings.order_by(F("rank").asc(nulls_last=True), "-counted", "annotator_id")
