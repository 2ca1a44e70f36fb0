"""The way of an invitation: made, opened by a stranger, accepted by signing up, in or by one click."""

import re

import pytest
from django.test import Client

from accounts.actions import invitation as invitations
from accounts.models import Invitation, Member, Role, User

ACCOUNT = {"username": "yan", "password1": "a quick brown fox", "password2": "a quick brown fox", "email": ""}


@pytest.fixture
def code(acme, olga):
    return invitations.create(acme, by=olga, role=Role.REVIEWER)[1]


def text(response):
    return response.content.decode()


def test_the_link_is_shown_once(client, acme, otto):
    client.force_login(otto)
    made = text(
        client.post("/workspaces/acme/invitations/", {"role": "annotator", "capacity": 5, "expires_days": 7})
    )
    [url] = re.findall(r"http://testserver(/invitations/qri_[\w-]+/)", made)

    assert url not in text(client.get("/workspaces/acme/invitations/"))
    assert "Join Acme" in text(Client().get(url))


def test_an_organizer_is_not_offered_owners(client, acme, otto):
    client.force_login(otto)
    assert 'value="owner"' not in text(client.get("/workspaces/acme/invitations/"))
    client.post("/workspaces/acme/invitations/", {"role": "owner", "capacity": 5, "expires_days": 7})
    assert not Invitation.objects.exists()


def test_a_stranger_signs_up_and_is_in(client, code):
    assert "/accounts/signup/" in text(client.get(f"/invitations/{code}/"))
    page = client.post("/accounts/signup/", ACCOUNT, follow=True)

    assert "Welcome. You are now reviewer in Acme." in text(page)
    assert Member.objects.get(user__username="yan").role == Role.REVIEWER
    assert page.context["user"].username == "yan"


def test_without_an_invitation_sign_up_is_closed(client, db):
    assert "By invitation only" in text(client.get("/accounts/signup/"))
    assert "By invitation only" in text(client.post("/accounts/signup/", ACCOUNT))
    assert not User.objects.exists()


def test_an_invitation_revoked_meanwhile_closes_sign_up(client, code):
    client.get(f"/invitations/{code}/")
    invitations.revoke(Invitation.objects.get())

    assert "By invitation only" in text(client.post("/accounts/signup/", ACCOUNT))
    assert not User.objects.filter(username="yan").exists()


def test_one_place_makes_one_account(client, code):
    other = Client()
    for browser in (client, other):
        browser.get(f"/invitations/{code}/")
    client.post("/accounts/signup/", ACCOUNT)
    other.post("/accounts/signup/", ACCOUNT | {"username": "yen"})

    assert not User.objects.filter(username="yen").exists()


def test_somebody_elses_name_is_refused_whatever_its_case(client, code):
    client.get(f"/invitations/{code}/")
    page = client.post("/accounts/signup/", ACCOUNT | {"username": "OLGA"})

    assert "already exists" in text(page)
    assert Invitation.objects.get().uses == 0


def test_who_has_an_account_signs_in_and_joins_by_one_click(client, code, zoe):
    zoe.set_password("a quick brown fox")
    zoe.save()
    url = f"/invitations/{code}/"
    [sign_in] = re.findall(r'href="(/accounts/login/[^"]+)"', text(client.get(url)))
    page = client.post(sign_in, {"login": "zoe", "password": "a quick brown fox", "next": url}, follow=True)
    assert page.redirect_chain[-1][0] == url
    assert "Join as zoe" in text(page)

    assert "You are now reviewer in Acme." in text(client.post(url, follow=True))
    assert Member.objects.get(user=zoe).role == Role.REVIEWER


def test_looking_does_not_join(client, code, zoe):
    client.force_login(zoe)
    client.get(f"/invitations/{code}/")
    assert not Member.objects.filter(user=zoe).exists()


def test_a_member_is_told_so(client, code, ann):
    client.force_login(ann)
    assert "You are in this workspace already, as annotator" in text(client.get(f"/invitations/{code}/"))


@pytest.mark.parametrize("url", ["/invitations/qri_unknown/", "/invitations/x/"])
def test_a_link_that_opens_nothing_says_nothing_of_whom(client, acme, url):
    response = client.get(url)
    assert response.status_code == 410
    assert "Acme" not in text(response)


def test_a_revoked_link_is_off_the_list(client, acme, otto, code):
    client.force_login(otto)
    invitation = Invitation.objects.get()
    page = text(client.post(f"/workspaces/acme/invitations/{invitation.pk}/revoke/", follow=True))

    assert "nobody can join by it any more" in page
    assert "No open invitation" in page
    assert Client().get(f"/invitations/{code}/").status_code == 410
