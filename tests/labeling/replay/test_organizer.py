import pytest
from django.utils import timezone

from accounts.models import Member, Role, Token, User, Workspace
from accounts.rules import MANAGE
from labeling.demo import people
from labeling.replay.organizer import organizer_token


def test_the_first_replay_makes_somebody_and_their_workspace(db: None):
    with organizer_token("replays") as token:
        holder = Token.objects.of(token).get()
        member = Member.objects.get(workspace__slug="replays")
        assert member.user == holder.user
        assert member.role in MANAGE
        assert not holder.user.has_usable_password()


def test_the_token_ends_with_the_replay_even_one_that_fails(db: None):
    def fail() -> None:
        with organizer_token("replays"):
            assert Token.objects.get().is_valid(timezone.now())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not Token.objects.get().is_valid(timezone.now())


def test_later_ones_go_on_in_the_same_place_and_may_join_another(acme: Workspace):
    for slug in ("replays", "replays", "acme"):
        with organizer_token(slug):
            pass
    assert User.objects.filter(username="replays").count() == 1
    assert Member.objects.get(workspace=acme, user__username="replays").role == Role.ORGANIZER


def test_the_owner_of_the_demo_may_watch(db: None):
    people.make_workspace()
    with organizer_token("replays"):
        pass
    assert Member.objects.get(workspace__slug="replays", user__username="organizer").role in MANAGE
    assert not Member.objects.filter(workspace__slug="replays", user__username="annotator").exists()
