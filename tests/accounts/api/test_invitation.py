import pytest
from django.test import Client

from accounts.models import Member, Role

URL = "/api/v1/workspaces/acme/invitations"


def test_the_link_is_shown_once_and_works(api, otto, zoe):
    made = api(otto).post(URL, {"role": "reviewer", "capacity": 2}, format="json")
    assert made.status_code == 201
    assert made["Cache-Control"] == "no-store"

    browser = Client()
    browser.force_login(zoe)
    browser.post(made.json()["url"])

    assert Member.objects.get(user=zoe).role == Role.REVIEWER
    [listed] = api(otto).get(URL).json()["results"]
    assert listed == {k: v for k, v in made.json().items() if k != "url"} | {"uses": 1}


def test_a_revoked_one_does_not_work(api, otto, zoe):
    made = api(otto).post(URL, {"role": "annotator"}, format="json").json()
    assert api(otto).delete(f"{URL}/{made['id']}").status_code == 204

    browser = Client()
    browser.force_login(zoe)
    assert browser.post(made["url"]).status_code == 410
    assert not Member.objects.filter(user=zoe).exists()


def test_an_organizer_makes_no_owners(api, otto):
    response = api(otto).post(URL, {"role": "owner"}, format="json")
    assert (response.status_code, response.json()["type"]) == (403, "urn:quorum:not-allowed")


@pytest.mark.parametrize(
    "body", [{}, {"role": "king"}, {"role": "annotator", "capacity": 0}, {"role": "annotator", "email": "x"}]
)
def test_what_is_not_valid_is_said(api, otto, body):
    assert api(otto).post(URL, body, format="json").status_code == 400


@pytest.mark.parametrize("who", ["rita", "ann"])
def test_only_managers_see_and_make_them(request, api, acme, who):
    client = api(request.getfixturevalue(who))
    assert client.get(URL).status_code == 403
    assert client.post(URL, {"role": "annotator"}, format="json").status_code == 403
