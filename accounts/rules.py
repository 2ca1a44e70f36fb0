"""Who may do what in a workspace. Every queryset starts from what the caller may see."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.errors import NotAllowed
from accounts.models import Member, Role, Token, User, Workspace

MANAGE = (Role.OWNER, Role.ORGANIZER)
REVIEW = (*MANAGE, Role.REVIEWER)


def workspaces_of(user: User, **filters: Any) -> QuerySet[Workspace]:
    """Each with this person's `role` in it."""
    mine = Workspace.objects.filter(members__user=user, **filters)
    return mine.annotate(role=F("members__role"))  # type: ignore[no-redef]


def workspaces_reviewed_by(user: User) -> QuerySet[Workspace]:
    """Where this person may see who the others are."""
    return workspaces_of(user, members__role__in=REVIEW)


def workspaces_managed_by(user: User) -> QuerySet[Workspace]:
    """Where this person may make projects and invite people."""
    return workspaces_of(user, members__role__in=MANAGE)


def workspace_of(user: User, *, slug: str, roles: Collection[Role]) -> Workspace:
    """Raises Http404 to outsiders, who do not learn that it exists, and NotAllowed to members in other roles."""
    workspace = get_object_or_404(workspaces_of(user), slug=slug)
    if workspace.role not in roles:
        raise NotAllowed
    return workspace


def members_seen_by(user: User) -> QuerySet[Member]:
    """Everybody in the workspaces that this person reviews; elsewhere only they themselves."""
    everybody = Q(workspace__in=workspaces_reviewed_by(user).values("pk"))
    return Member.objects.filter(everybody | Q(user=user)).select_related("user", "workspace")


def tokens_of(user: User) -> QuerySet[Token]:
    """One's own, expired ones included, revoked ones not."""
    return Token.objects.filter(user=user, revoked_at=None)


def role_in(workspace: Workspace, *, user: User) -> Role | None:
    role = Member.objects.filter(workspace=workspace, user=user).values_list("role", flat=True).first()
    return Role(role) if role else None


def may_grant(granter: Role, granted: Role) -> bool:
    """An owner may make anybody anything; an organizer may not make owners."""
    return granter == Role.OWNER or (granter == Role.ORGANIZER and granted != Role.OWNER)
