"""Changing and ending a person's part in a workspace.

Both lock the workspace first: two owners who demote each other at once must not leave it without one.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts import departures
from accounts.errors import LastOwner, NotAllowed
from accounts.models import Member, Role, Token, User, Workspace
from accounts.rules import MANAGE, may_grant, role_in


@transaction.atomic
def change_role(member: Member, *, role: Role, by: User) -> Member:
    """Raises NotAllowed where `by` may not grant either the old role or the new one, LastOwner for the last one."""
    member = _locked(member)
    granter = role_in(member.workspace, user=by)
    if not (granter and may_grant(granter, Role(member.role)) and may_grant(granter, role)):
        raise NotAllowed
    if role != Role.OWNER:
        _keep_an_owner(member)
    member.role = role
    member.save(update_fields=["role"])
    return member


@transaction.atomic
def set_groups(member: Member, *, groups: Iterable[str], by: User) -> Member:
    """Say what this person is besides, instead of what was said before. Raises NotAllowed as `change_role` does."""
    member = _locked(member)
    granter = role_in(member.workspace, user=by)
    if granter not in MANAGE or not may_grant(granter, Role(member.role)):
        raise NotAllowed
    named = (" ".join(group.split()) for group in groups)
    member.groups = sorted({group for group in named if group})
    member.save(update_fields=["groups"])
    return member


@transaction.atomic
def remove(member: Member, *, by: User) -> None:
    """Their answers stay. Their tokens end with their last workspace. Anybody may leave of their own accord.

    Raises NotAllowed and LastOwner as `change_role` does.
    """
    member = _locked(member)
    granter = role_in(member.workspace, user=by)
    if member.user_id != by.pk and not (granter and may_grant(granter, Role(member.role))):
        raise NotAllowed
    _keep_an_owner(member)
    member.delete()
    departures.announce(member)
    if not Member.objects.filter(user_id=member.user_id).exists():
        Token.objects.filter(user_id=member.user_id, revoked_at=None).update(revoked_at=timezone.now())


def _locked(member: Member) -> Member:
    Workspace.objects.select_for_update().get(pk=member.workspace_id)
    return Member.objects.select_related("workspace", "user").get(pk=member.pk)


def _keep_an_owner(member: Member) -> None:
    owners = Member.objects.filter(workspace=member.workspace, role=Role.OWNER)
    if member.role == Role.OWNER and not owners.exclude(pk=member.pk).exists():
        raise LastOwner
