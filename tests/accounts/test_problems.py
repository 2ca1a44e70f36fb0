"""What the API refuses before it reads it."""

import pytest
from django.test import Client

from accounts.models import User
from tests.factories.labeling import api
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100


def refused(client: Client, path: str, body: str, content_type: str = "application/json") -> None:
    answer = client.post(f"/api/v1/{path}", body, content_type=content_type)
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:quorum:too-large"), answer.content
    assert answer.json()["limit"] == 100


def test_a_body_that_would_fill_the_memory_is_refused_unread(ann: User) -> None:
    refused(api(ann), "tokens", '{"name": "' + "x" * 100 + '"}')


def test_a_table_as_well(acme, olga: User) -> None:
    project = make_project(acme, olga)
    refused(
        api(olga), f"projects/{project.pk}/assignments", "record,annotator\n" + "r1,ann\n" * 20, "text/csv"
    )


def test_what_is_within_the_limit_is_read(ann: User) -> None:
    body = '{"name": "' + "x" * (100 - len('{"name": ""}')) + '"}'
    assert len(body) == 100
    assert api(ann).post("/api/v1/tokens", body, content_type="application/json").status_code == 201
