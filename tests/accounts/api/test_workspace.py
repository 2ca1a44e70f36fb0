import pytest

from accounts.models import Member, Role


def test_one_sees_ones_own(api, ann, zoo):
    listed = api(ann).get("/api/v1/workspaces").json()

    assert listed == {
        "next": None,
        "previous": None,
        "results": [{"slug": "acme", "name": "Acme", "role": "annotator"}],
    }
    assert api(ann).get("/api/v1/workspaces/acme").json()["role"] == "annotator"
    assert api(ann).get("/api/v1/workspaces/zoo").status_code == 404


def test_who_makes_one_owns_it(api, zoe):
    response = api(zoe).post("/api/v1/workspaces", {"name": "Night shift"}, format="json")

    assert response.status_code == 201
    assert response.json() == {"slug": "night-shift", "name": "Night shift", "role": "owner"}
    assert Member.objects.get(workspace__slug="night-shift").role == Role.OWNER


def test_a_slug_is_had_once(api, zoe, acme):
    response = api(zoe).post("/api/v1/workspaces", {"name": "Mine", "slug": "acme"}, format="json")

    assert response.status_code == 409
    assert response.json()["type"] == "urn:quorum:name-taken"


@pytest.mark.parametrize(
    "body", [{}, {"name": ""}, {"name": "x" * 101}, {"name": "a\0b"}, {"name": "x", "slug": "a b"}, []]
)
def test_what_is_not_valid_is_said(api, zoe, body):
    response = api(zoe).post("/api/v1/workspaces", body, format="json")

    assert response.status_code == 400
    assert response.json()["type"] == "urn:quorum:invalid"
    assert response.json()["errors"]


def test_lists_go_page_by_page(api, olga, acme):
    client = api(olga)
    for n in range(5):
        client.post("/api/v1/workspaces", {"name": f"W{n}"}, format="json")

    page, slugs = client.get("/api/v1/workspaces?page_size=2").json(), []
    while True:
        slugs += [workspace["slug"] for workspace in page["results"]]
        assert len(page["results"]) <= 2
        if page["next"] is None:
            break
        page = client.get(page["next"]).json()

    assert slugs == ["acme", "w0", "w1", "w2", "w3", "w4"]
