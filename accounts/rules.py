"""Who may do what in a workspace. Every queryset starts from what the caller may see."""

from django.db.models import QuerySet

from accounts.models import Member, Role, User, Workspace

MANAGE = (Role.OWNER, Role.ORGANIZER)
REVIEW = (*MANAGE, Role.REVIEWER)


def workspaces_of(user: User) -> QuerySet[Workspace]:
    return Workspace.objects.filter(members__user=user)


def workspaces_managed_by(user: User) -> QuerySet[Workspace]:
    """Where this person may make projects and invite people."""
    return Workspace.objects.filter(members__user=user, members__role__in=MANAGE)


def role_in(workspace: Workspace, *, user: User) -> Role | None:
    role = Member.objects.filter(workspace=workspace, user=user).values_list("role", flat=True).first()
    return Role(role) if role else None


def may_grant(granter: Role, granted: Role) -> bool:
    """An owner may make anybody anything; an organizer may not make owners."""
    return granter == Role.OWNER or (granter == Role.ORGANIZER and granted != Role.OWNER)
