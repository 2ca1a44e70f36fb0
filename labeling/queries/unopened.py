"""What was assigned by hand and still lies unopened in somebody's queue."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from accounts.models import Member, User
from labeling.models import Assignment
from projects.models import Project


@dataclass(frozen=True)
class Pile:
    """What lies in the queue of one person, who may have left the workspace."""

    annotator: User
    assignments: int
    left: bool


def unopened(project: Project) -> QuerySet[Assignment]:
    return Assignment.objects.filter(
        project=project, state=Assignment.State.QUEUED, manual=True, purpose=Assignment.Purpose.WORK
    )


def piles(project: Project) -> list[Pile]:
    """The largest first."""
    counts = dict(
        unopened(project)
        .order_by()
        .values_list("annotator")
        .annotate(Count("pk"))
        .values_list("annotator", "pk__count")
    )
    member = Exists(Member.objects.filter(workspace=project.workspace_id, user=OuterRef("pk")))
    people = User.objects.filter(pk__in=counts).annotate(member=member).order_by("username")
    found = [Pile(user, counts[user.pk], left=not (user.member and user.is_active)) for user in people]
    return sorted(found, key=lambda pile: -pile.assignments)
