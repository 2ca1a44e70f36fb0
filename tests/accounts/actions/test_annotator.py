import re

import pytest
from django.contrib.auth import authenticate
from django.utils import timezone

from accounts.actions import annotator as annotators
from accounts.errors import NameTaken
from accounts.models import Member, Role, Token, User


def test_annotators_are_members_with_a_token_that_is_theirs(acme):
    made = annotators.create_numbered(acme, count=3, prefix="crowd")

    assert len({new.user.username for new in made}) == 3
    for new in made:
        assert re.fullmatch(r"crowd-[2-9a-z]{5}", new.user.username)
        assert Member.objects.get(user=new.user).role == Role.ANNOTATOR
        token = Token.objects.of(new.token).get()
        assert token.user == new.user
        assert token.is_valid(timezone.now())
        assert new.password == ""
        assert not new.user.has_usable_password()


def test_a_password_opens_the_browser_and_is_hashed_in_full_once_used(acme, rf):
    [new] = annotators.create(acme, usernames=["crowd-1"], passwords=True)

    assert authenticate(rf.post("/"), username="crowd-1", password="wrong") is None
    assert authenticate(rf.post("/"), username="crowd-1", password=new.password) == new.user
    stored = User.objects.get(pk=new.user.pk).password
    assert int(stored.split("$")[1]) > 100_000


def test_names_keep_their_order(acme):
    made = annotators.create(acme, usernames=["w9", "w1", "w5"])
    assert [new.user.username for new in made] == ["w9", "w1", "w5"]


@pytest.mark.parametrize("usernames", [["new", "ANN"], ["new", "New"]])
def test_a_name_that_is_taken_makes_nobody(acme, ann, usernames):
    with pytest.raises(NameTaken) as refused:
        annotators.create(acme, usernames=usernames)

    assert usernames[1] in str(refused.value)
    assert not User.objects.filter(username__iexact="new").exists()


def test_a_thousand_cost_a_handful_of_statements(acme, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        made = annotators.create_numbered(acme, count=annotators.AT_A_TIME, passwords=True)
    assert len({new.token for new in made}) == annotators.AT_A_TIME
