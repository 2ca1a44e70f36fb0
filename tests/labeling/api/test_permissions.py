"""Who may do what: every endpoint of labelling, as everybody. What one may not see does not exist for one."""

from typing import Any

import pytest

from labeling.models import Assignment
from projects.models import State
from tests.factories.labeling import answer, api, opened
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

#                                owner organizer reviewer annotator outsider anonymous
LABEL = (200, 200, 200, 200, 404, 401)
MANAGE = (200, 200, 404, 404, 404, 401)
REVIEW = (200, 200, 200, 404, 404, 401)
SEE = LABEL
PEOPLE = ("olga", "otto", "rita", "ann", "zoe", None)

ENDPOINTS = {
    ("post", "next"): LABEL,
    ("post", "undo"): LABEL,
    ("post", "assignments"): MANAGE,
    ("post", "assignments/withdraw"): MANAGE,
    ("get", "exclusions"): REVIEW,
    ("get", "progress"): SEE,
    ("get", "leaderboard"): SEE,
    ("get", "agreement"): REVIEW,
    ("get", "forecast"): REVIEW,
    ("get", "agreement/slices"): REVIEW,
    ("get", "agreement/pairs"): REVIEW,
    ("get", "agreement/people"): REVIEW,
    ("get", "agreement/history"): REVIEW,
    ("get", "flags"): REVIEW,
    ("get", "consensus"): REVIEW,
    ("get", "responses"): REVIEW,
    ("get", "export/responses.jsonl"): REVIEW,
    ("get", "export/responses.csv"): REVIEW,
    ("get", "export/consensus.jsonl"): REVIEW,
    ("get", "export/consensus.csv"): REVIEW,
}
TABLE = [
    (method, path, who, status)
    for (method, path), statuses in ENDPOINTS.items()
    for who, status in zip(PEOPLE, statuses, strict=True)
]


@pytest.fixture
def people(olga, otto, rita, ann, ben, zoe):
    return {user.username: user for user in (olga, otto, rita, ann, ben, zoe)} | {None: None}


@pytest.fixture
def project(acme, olga, people):
    project = make_project(acme, olga, records=20, overlap=5)
    for who in ("olga", "otto", "rita", "ann"):
        answer(project, people[who])
    return project


def call(client, method, path, **body):
    return getattr(client, method)(f"/api/v1/{path}", body, content_type="application/json")


def problem(answer, status, code):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (body["type"], body["status"]) == (f"urn:quorum:{code}", status)
    assert body["title"]
    assert body["detail"]
    return body


@pytest.mark.parametrize(("method", "path", "who", "status"), TABLE)
def test_everybody_at_every_endpoint(project, people, method, path, who, status):
    body = {"assignments": [{"record": "r20", "annotator": "ben"}]} if path == "assignments" else {}
    answer = call(api(people[who]), method, f"projects/{project.pk}/{path}", **body)
    if status == 200:
        assert answer.status_code == 200, answer.content
    else:
        problem(answer, status, {401: "not-authenticated", 404: "not-found"}[status])


@pytest.mark.parametrize("act", ["submit", "skip", "flag", "release", "draft"])
@pytest.mark.parametrize(("who", "status"), list(zip(PEOPLE, (404, 404, 404, None, 404, 401), strict=True)))
def test_nobody_touches_anothers_assignment(project, people, act, who, status):
    got = opened(project, people["ann"])
    body: dict[str, Any] = {"values": {"mood": "good"}} if act in ("submit", "draft") else {"reason": "x"}
    answer = call(
        api(people[who]), "put" if act == "draft" else "post", f"assignments/{got.id}/{act}", **body
    )
    if status is None:
        assert answer.status_code == (204 if act == "draft" else 200)
    else:
        problem(answer, status, {401: "not-authenticated", 404: "not-found"}[status])
        assert Assignment.objects.get(pk=got.id).state == "open"


def test_who_left_the_workspace_submits_no_more(project, people):
    got = opened(project, people["ann"])
    client = api(people["ann"])
    people["ann"].memberships.all().delete()
    problem(call(client, "post", f"assignments/{got.id}/submit", values={"mood": "good"}), 404, "not-found")


def test_drafts_are_not_labelled(acme, olga, ann):
    project = make_project(acme, olga, state=State.DRAFT, records=3)
    for user in (ann, olga):
        problem(call(api(user), "post", f"projects/{project.pk}/next"), 404, "not-found")
    problem(call(api(ann), "get", f"projects/{project.pk}/progress"), 404, "not-found")
    assert call(api(olga), "get", f"projects/{project.pk}/progress").status_code == 200


def test_unknown_numbers(olga):
    for path in ("projects/99999999/progress", "projects/99999999/export/responses.csv"):
        problem(call(api(olga), "get", path), 404, "not-found")
    problem(call(api(olga), "post", "assignments/99999999/skip", reason="x"), 404, "not-found")


def test_a_number_beyond_the_databases(olga):
    problem(call(api(olga), "get", f"projects/{10**30}/progress"), 404, "not-found")
    problem(call(api(olga), "post", f"assignments/{10**30}/skip", reason="x"), 404, "not-found")


def test_a_browser_without_csrf_token_changes_nothing(project, ann):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    problem(call(client, "post", f"projects/{project.pk}/next"), 403, "permission-denied")
    assert call(client, "get", f"projects/{project.pk}/progress").status_code == 200
