import pytest
from django.utils import timezone

from accounts.actions import member as members
from accounts.actions import token as tokens
from accounts.errors import LastOwner, NotAllowed
from accounts.models import Member, Role, Token
from tests.factories.accounts import join


def member_of(workspace, user):
    return Member.objects.get(workspace=workspace, user=user)


def test_an_owner_makes_anybody_anything(acme, olga, ann):
    members.change_role(member_of(acme, ann), role=Role.OWNER, by=olga)

    assert member_of(acme, ann).role == Role.OWNER


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.REVIEWER])
def test_an_organizer_makes_reviewers_and_organizers(acme, otto, ann, role):
    members.change_role(member_of(acme, ann), role=role, by=otto)

    assert member_of(acme, ann).role == role


def test_an_organizer_makes_no_owners(acme, otto, ann):
    with pytest.raises(NotAllowed):
        members.change_role(member_of(acme, ann), role=Role.OWNER, by=otto)


def test_an_organizer_demotes_no_owner(acme, olga, otto):
    with pytest.raises(NotAllowed):
        members.change_role(member_of(acme, olga), role=Role.ANNOTATOR, by=otto)


def test_a_reviewer_changes_nobody(acme, rita, ann):
    with pytest.raises(NotAllowed):
        members.change_role(member_of(acme, ann), role=Role.REVIEWER, by=rita)


def test_an_owner_elsewhere_is_nobody_here(acme, ann, zoe, zoo):
    with pytest.raises(NotAllowed):
        members.remove(member_of(acme, ann), by=zoe)


def test_the_last_owner_stays_one(acme, olga, otto):
    with pytest.raises(LastOwner):
        members.change_role(member_of(acme, olga), role=Role.ORGANIZER, by=olga)
    with pytest.raises(LastOwner):
        members.remove(member_of(acme, olga), by=olga)

    assert member_of(acme, olga).role == Role.OWNER


def test_an_owner_may_go_when_there_is_another(acme, olga, otto):
    members.change_role(member_of(acme, otto), role=Role.OWNER, by=olga)
    members.remove(member_of(acme, olga), by=olga)

    assert not Member.objects.filter(workspace=acme, user=olga).exists()


def test_anybody_may_leave(acme, ann):
    members.remove(member_of(acme, ann), by=ann)

    assert not Member.objects.filter(user=ann).exists()


def test_tokens_end_with_the_last_workspace(acme, zoo, olga, ann, zoe):
    join(zoo, ann, Role.ANNOTATOR)
    _, plain = tokens.create(ann, name="laptop")

    members.remove(member_of(acme, ann), by=olga)
    assert Token.objects.of(plain).get().is_valid(timezone.now())

    members.remove(member_of(zoo, ann), by=zoe)
    assert not Token.objects.of(plain).get().is_valid(timezone.now())


def test_groups_are_said_anew_each_time(acme, otto, ann):
    members.set_groups(member_of(acme, ann), groups=[" native  speaker", "expert", "expert", ""], by=otto)
    assert member_of(acme, ann).groups == ["expert", "native speaker"]
    members.set_groups(member_of(acme, ann), groups=[], by=otto)
    assert member_of(acme, ann).groups == []


def test_who_may_not_change_a_role_may_not_say_groups(acme, olga, otto, rita, ann):
    for by, whose in ((rita, ann), (ann, ann), (otto, olga)):
        with pytest.raises(NotAllowed):
            members.set_groups(member_of(acme, whose), groups=["expert"], by=by)
    assert not Member.objects.exclude(groups=[]).exists()
