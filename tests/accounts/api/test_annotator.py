import pytest

from accounts.models import User

URL = "/api/v1/workspaces/acme/annotators"


def test_a_number_of_them(api, otto):
    response = api(otto).post(URL, {"count": 3, "prefix": "night"}, format="json")

    assert response.status_code == 201
    assert response["Cache-Control"] == "no-store"
    assert len(response.json()) == 3
    for made in response.json():
        assert made["username"].startswith("night-")
        assert made["user_id"] == User.objects.get(username=made["username"]).pk


def test_by_name_and_their_tokens_work(api, otto):
    [made] = api(otto).post(URL, {"usernames": ["w-17"]}, format="json").json()

    me = api().get("/api/v1/me", headers={"Authorization": f"Bearer {made['token']}"}).json()
    assert me["username"] == "w-17"
    assert me["workspaces"] == [{"slug": "acme", "name": "Acme", "role": "annotator"}]


def test_a_taken_name_makes_nobody(api, otto, zoe):
    response = api(otto).post(URL, {"usernames": ["w-1", "zoe"]}, format="json")

    assert (response.status_code, response.json()["type"]) == (409, "urn:quorum:name-taken")
    assert response.json()["name"] == "zoe"
    assert not User.objects.filter(username="w-1").exists()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"count": 1, "usernames": ["a"]},
        {"count": 0},
        {"count": 1001},
        {"usernames": []},
        {"usernames": ["a b"]},
        {"count": 1, "prefix": "=1+1"},
        {"count": 1, "expires_days": 0},
    ],
)
def test_what_is_not_valid_is_said(api, otto, body):
    response = api(otto).post(URL, body, format="json")

    assert response.status_code == 400
    assert User.objects.count() == 2


@pytest.mark.parametrize("who", ["rita", "ann"])
def test_only_managers_make_them(request, api, acme, who):
    assert api(request.getfixturevalue(who)).post(URL, {"count": 1}, format="json").status_code == 403
