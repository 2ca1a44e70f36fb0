"""Who may see and change a project. Every queryset starts here."""

from collections.abc import Collection
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from accounts.errors import NotAllowed
from accounts.models import Member, Role, User
from accounts.rules import MANAGE, REVIEW
from projects.models import Project, Record, State, Upload


def organized_by(user: User) -> QuerySet[Project]:
    """Projects that this person may change."""
    return Project.objects.filter(_member(user, role__in=MANAGE))


def reviewed_by(user: User) -> QuerySet[Project]:
    """Projects whose responses, agreement and people this person may see."""
    return Project.objects.filter(_member(user, role__in=REVIEW))


def labelled_by(user: User) -> QuerySet[Project]:
    """Projects that may deal this person records: those of their workspaces that have begun."""
    return Project.objects.filter(_member(user)).exclude(state=State.DRAFT)


def seen_by(user: User) -> QuerySet[Project]:
    """Projects whose name, guidelines and questions this person may read."""
    return reviewed_by(user) | labelled_by(user)


def project_of(user: User, *, pk: int, roles: Collection[Role] = tuple(Role)) -> Project:
    """Raises Http404 to those who may not know of it, and NotAllowed to those who may, in other roles."""
    project: Any = get_object_or_404(with_role(seen_by(user), user=user), pk=pk)
    if project.role not in roles:
        raise NotAllowed
    return cast(Project, project)


def with_role(projects: QuerySet[Project], *, user: User) -> QuerySet[Any]:
    """Each with this person's `role` in its workspace."""
    members = Member.objects.filter(workspace=OuterRef("workspace"), user=user)
    return projects.select_related("workspace").annotate(role=Subquery(members.values("role")))


def records_reviewed_by(user: User) -> QuerySet[Record]:
    """Records with all that is known of them."""
    return Record.objects.filter(project__in=reviewed_by(user)).select_related("content")


def uploads_of(user: User) -> QuerySet[Upload]:
    """Files on their way into projects that this person may change."""
    return Upload.objects.filter(project__in=organized_by(user)).select_related("project")


def _member(user: User, **filters: Any) -> Exists:
    return Exists(Member.objects.filter(workspace=OuterRef("workspace"), user=user, **filters))
