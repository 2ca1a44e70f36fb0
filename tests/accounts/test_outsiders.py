"""Nothing of a workspace is there for who is not in it: every address of accounts, by every method, walked."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern

from accounts.actions import invitation as invitations
from accounts.actions import token as tokens
from accounts.api.urls import urlpatterns as api
from accounts.models import Member, Role
from accounts.pages.urls import urlpatterns as pages

METHODS = ("get", "post", "put", "patch", "delete")
# One's own, or open to whoever has the link: no workspace in the address.
ELSEWHERE = {
    "me",
    "workspaces",
    "tokens",
    r"^schema/?$",
    r"^docs/?$",
    "workspaces/",
    "tokens/",
    "invitations/<str:code>/",
}


def of_workspaces(patterns: list[URLPattern]) -> list[str]:
    return [str(pattern.pattern) for pattern in patterns if str(pattern.pattern) not in ELSEWHERE]


@pytest.fixture
def things(acme, olga, ann):
    """Something of everybody's that an address could name."""
    invitation, _ = invitations.create(acme, by=olga, role=Role.OWNER, capacity=9, lifetime=timedelta(days=1))
    token, _ = tokens.create(ann, name="laptop")
    return {"members": Member.objects.get(user=ann), "invitations": invitation, "tokens": token}


@pytest.fixture
def stranger(zoe, zoo):
    client = Client()
    client.force_login(zoe)
    return client


def filled(pattern, things):
    kind = next((kind for kind in things if f"{kind}/<int:pk>" in pattern), None)
    pk = str(things[kind].pk) if kind else ""
    return pattern.replace("<slug:slug>", "acme").replace("<int:pk>", pk)


@pytest.mark.parametrize("pattern", of_workspaces(api))
def test_the_api_has_nothing_for_an_outsider(things, stranger, pattern):
    for method in METHODS:
        path = f"/api/v1/{filled(pattern, things)}"
        response = getattr(stranger, method)(path, {}, content_type="application/json")

        assert response.status_code == 404 or method.upper() not in response["Allow"]
        assert b"cme" not in response.content


@pytest.mark.parametrize("pattern", of_workspaces(pages))
def test_the_pages_have_nothing_for_an_outsider(things, stranger, pattern):
    for method in METHODS:
        response = getattr(stranger, method)(f"/{filled(pattern, things)}")

        assert response.status_code == 404 or method.upper() not in response["Allow"]
        assert b"Acme" not in response.content


@pytest.mark.parametrize("kind", ["members/{}/remove/", "invitations/{}/revoke/"])
def test_a_number_beyond_the_database_is_not_there(client, acme, olga, kind):
    client.force_login(olga)
    path = f"/workspaces/acme/{kind.format(10**30)}"
    assert client.post(path).status_code == 404


@pytest.mark.parametrize(
    "pattern", [str(pattern.pattern) for pattern in pages if "code" not in str(pattern.pattern)]
)
def test_who_is_not_signed_in_is_sent_to_sign_in(client, things, pattern):
    response = client.get(f"/{filled(pattern, things)}")

    assert response.status_code == 302
    assert urlsplit(response["Location"]).path == "/accounts/login/"


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", [p for p in map(str, (p.pattern for p in api)) if not p.startswith("^")])
def test_the_api_wants_to_know_who_asks(client, things, pattern):
    assert client.get(f"/api/v1/{filled(pattern, things)}").status_code == 401


@pytest.mark.parametrize("pattern", of_workspaces(pages))
@pytest.mark.parametrize("who", ["ann", "rita"])
def test_pages_of_managers_are_not_there_for_others(request, client, things, acme, ben, pattern, who):
    user = request.getfixturevalue(who)
    allowed = {"rita": {"workspaces/<slug:slug>/members/", "workspaces/<slug:slug>/members/<int:pk>/remove/"}}
    client.force_login(user)
    things["members"] = Member.objects.get(user=ben)

    response = client.get(f"/{filled(pattern, things)}")

    expected = {200} if pattern in allowed.get(who, set()) else {404, 405}
    assert response.status_code in expected
