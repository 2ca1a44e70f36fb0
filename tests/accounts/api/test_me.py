from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from accounts.actions import token as tokens
from accounts.models import Role
from tests.factories.accounts import join


def test_who_i_am_and_where(api, ann, zoo):
    join(zoo, ann, Role.REVIEWER)
    ann.handle = "Ann the annotator"
    ann.save()

    assert api(ann).get("/api/v1/me").json() == {
        "id": ann.pk,
        "username": "ann",
        "handle": "Ann the annotator",
        "email": "",
        "workspaces": [
            {"slug": "acme", "name": "Acme", "role": "annotator"},
            {"slug": "zoo", "name": "Zoo", "role": "reviewer"},
        ],
    }


@pytest.mark.django_db
def test_nobody_is_asked_to_say_who_they_are():
    response = APIClient().get("/api/v1/me")

    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"] == "Bearer"
    assert response.json()["type"] == "urn:quorum:not-authenticated"


@pytest.mark.parametrize("credentials", ["Bearer qrm_wrong", "Bearer ", "bearer\t"])
@pytest.mark.django_db
def test_a_wrong_token_is_refused(credentials):
    response = APIClient().get("/api/v1/me", headers={"Authorization": credentials})

    assert response.status_code == 401


def test_an_expired_token_is_refused(olga):
    _, plain = tokens.create(olga, name="old", lifetime=timedelta(seconds=-1))

    response = APIClient().get("/api/v1/me", headers={"Authorization": f"Bearer {plain}"})

    assert response.status_code == 401
    assert "expired" in response.json()["detail"]


def test_a_session_reads_freely_and_writes_with_its_csrf_token(olga):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(olga)

    assert client.get("/api/v1/me").status_code == 200
    assert client.post("/api/v1/tokens", {"name": "x"}, format="json").status_code == 403
