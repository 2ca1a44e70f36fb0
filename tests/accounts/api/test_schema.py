"""The API describes itself without gaps, and has an answer for what it does not have."""

import subprocess
import sys

import pytest
from rest_framework.test import APIClient


def test_the_schema_is_valid_and_has_no_warnings():
    command = ["manage.py", "spectacular", "--validate", "--fail-on-warn"]
    result = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/schema/", "/api/v1/schema", "/api/v1/docs/", "/api/v1/docs"])
def test_anybody_may_read_what_the_api_does(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.django_db
def test_the_docs_hold_nothing_inline(client):
    page = client.get("/api/v1/docs/").content.decode()

    assert "<style" not in page
    assert "style=" not in page
    assert page.count("<script src=") == page.count("<script")
    script = client.get("/api/v1/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/", "/api/v2/me", "/api/", "/api/v1/me/"])
@pytest.mark.parametrize("method", ["get", "post", "options", "delete"])
def test_an_unknown_address_is_a_problem_too(path, method):
    response = getattr(APIClient(), method)(path)

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "urn:quorum:not-found"
