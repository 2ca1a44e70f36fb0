from datetime import timedelta

import pytest

from accounts.actions import invitation as invitations
from accounts.errors import AlreadyMember, InvitationSpent, NotAllowed
from accounts.models import Invitation, Member, Role
from tests.factories.accounts import make_user


def test_who_accepts_gets_the_role_and_uses_up_a_place(acme, olga, zoe):
    invitation, code = invitations.create(acme, by=olga, role=Role.REVIEWER)

    member = invitations.accept(code, user=zoe)

    assert (member.workspace, member.role) == (acme, Role.REVIEWER)
    invitation.refresh_from_db()
    assert invitation.uses == 1


def test_the_code_is_not_kept(acme, olga):
    invitation, code = invitations.create(acme, by=olga, role=Role.REVIEWER)

    assert code not in [str(value) for value in Invitation.objects.values().get(pk=invitation.pk).values()]


def test_one_place_serves_one_person(acme, olga, zoe, zoo):
    _, code = invitations.create(acme, by=olga, role=Role.ANNOTATOR)
    invitations.accept(code, user=zoe)

    with pytest.raises(InvitationSpent):
        invitations.accept(code, user=make_user("yan"))


def test_a_member_uses_up_nothing(acme, olga, ann):
    invitation, code = invitations.create(acme, by=olga, role=Role.OWNER)

    with pytest.raises(AlreadyMember):
        invitations.accept(code, user=ann)

    invitation.refresh_from_db()
    assert invitation.uses == 0
    assert Member.objects.get(user=ann).role == Role.ANNOTATOR


def test_an_expired_one_is_spent(acme, olga, zoe):
    _, code = invitations.create(acme, by=olga, role=Role.ANNOTATOR, lifetime=timedelta(seconds=-1))

    with pytest.raises(InvitationSpent):
        invitations.accept(code, user=zoe)


def test_a_revoked_one_is_spent(acme, olga, zoe):
    invitation, code = invitations.create(acme, by=olga, role=Role.ANNOTATOR)
    invitations.revoke(invitation)

    with pytest.raises(InvitationSpent):
        invitations.accept(code, user=zoe)


def test_an_unknown_one_is_spent(zoe):
    with pytest.raises(InvitationSpent):
        invitations.accept("qri_nobody", user=zoe)


@pytest.mark.parametrize(
    ("who", "role"), [("otto", Role.OWNER), ("rita", Role.ANNOTATOR), ("ann", Role.ANNOTATOR)]
)
def test_nobody_invites_above_their_own_role(request, acme, who, role):
    with pytest.raises(NotAllowed):
        invitations.create(acme, by=request.getfixturevalue(who), role=role)
