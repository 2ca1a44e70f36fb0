"""Inviting people to a workspace by a link, and accepting."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.constraints import refusals
from accounts.errors import AlreadyMember, InvitationSpent, NotAllowed
from accounts.models import Invitation, Member, Role, User, Workspace, secret
from accounts.rules import may_grant, role_in

PREFIX = "qri"
LIFETIME = timedelta(days=14)


@transaction.atomic
def create(
    workspace: Workspace,
    *,
    by: User,
    role: Role,
    email: str = "",
    capacity: int = 1,
    lifetime: timedelta = LIFETIME,
) -> tuple[Invitation, str]:
    """The invitation and its code, which nobody can read again. Raises NotAllowed where `by` may not grant the role."""
    granter = role_in(workspace, user=by)
    if not (granter and may_grant(granter, role)):
        raise NotAllowed
    code = secret.make(PREFIX)
    invitation = Invitation.objects.create(
        workspace=workspace,
        role=role,
        email=email,
        capacity=capacity,
        digest=secret.digest(code),
        created_by=by,
        expires_at=timezone.now() + lifetime,
    )
    return invitation, code


def revoke(invitation: Invitation) -> None:
    """From now on nobody joins by it; who has joined stays. May be repeated."""
    Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=timezone.now())


def accept(code: str, *, user: User) -> Member:
    """Join with the role that the invitation names, under the lock of its row: never more people than its capacity.

    Raises InvitationSpent for an unknown, used, expired or revoked code, AlreadyMember without using it up.
    """
    with refusals({"member_once": AlreadyMember(user=str(user))}), transaction.atomic():
        # Whoever has waited for the lock sees the row as it is now: PostgreSQL looks at the condition again.
        open_ones = Invitation.objects.open(timezone.now()).of(code).select_related("workspace")
        invitation = open_ones.select_for_update(of=("self",)).first()
        if invitation is None:
            raise InvitationSpent
        member = Member.objects.create(workspace=invitation.workspace, user=user, role=Role(invitation.role))
        Invitation.objects.filter(pk=invitation.pk).update(uses=F("uses") + 1)
    return member
