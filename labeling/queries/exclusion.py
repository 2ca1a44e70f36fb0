"""What has been excluded from a project, and who could be."""

from django.db.models import Count, F, Q, QuerySet

from accounts.models import User
from labeling.models import Exclusion
from projects.models import Project


def exclusions(project: Project) -> QuerySet[Exclusion]:
    """Those in force first, then the restored ones, the newest of each first; `answers` are those that each holds."""
    found = Exclusion.objects.filter(project=project).annotate(answers=Count("responses"))
    found = found.select_related("project", "annotator", "record", "made_by", "restored_by")
    return found.order_by(F("restored_at").desc(nulls_first=True), "-made_at", "-pk")


def people(project: Project) -> QuerySet[User]:
    """Everybody who has done something in the project or may, by user name; also who has left."""
    mine = Q(queues__project=project) | Q(responses__project=project)
    mine |= Q(memberships__workspace=project.workspace_id, is_active=True)
    return User.objects.filter(pk__in=User.objects.filter(mine).values("pk")).order_by("username")
