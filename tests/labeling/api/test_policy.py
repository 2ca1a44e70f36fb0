"""The policy over HTTP."""

import pytest

from tests.factories.controls import add_controls
from tests.factories.labeling import api
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga):
    return make_project(acme, olga, records=3)


def ask(user, project, method="get", path="policy", body=None):
    url = f"/api/v1/projects/{project.pk}/{path}"
    return getattr(api(user), method)(url, body, content_type="application/json")


def test_the_whole_policy_with_its_defaults(project, rita):
    body = ask(rita, project).json()
    assert body["gate"]["p0"] == 0.85
    assert body["qualification"] is None
    assert body["standings"]["minutes"] == 15


def test_put_and_patch(project, olga):
    assert ask(olga, project, "put", body={"gate": {"p0": 0.9}}).json()["gate"]["p0"] == 0.9
    body = ask(olga, project, "patch", body={"qualification": {}}).json()
    assert (body["gate"]["p0"], body["qualification"]["controls"]) == (0.9, 8)
    body = ask(olga, project, "put", body={}).json()
    assert (body["gate"]["p0"], body["qualification"]) == (0.85, None)


@pytest.mark.parametrize("method", ["put", "patch"])
def test_what_is_wrong_is_told_by_its_path(project, olga, method):
    answer = ask(olga, project, method, body={"gate": {"p0": 7}})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    [problem] = answer.json()["problems"]
    assert problem == {"path": ["gate", "p0"], "message": "must be less than 1"}


@pytest.mark.parametrize("body", [[], "gate", 3, None])
def test_a_policy_is_an_object(project, olga, body):
    assert ask(olga, project, "put", body=body).status_code == 400


@pytest.mark.parametrize(
    ("method", "statuses"),
    [("get", (200, 200, 200, 404, 404, 401)), ("put", (200, 200, 404, 404, 404, 401)),
     ("patch", (200, 200, 404, 404, 404, 401))],
)  # fmt: skip
def test_organizers_set_it_reviewers_read_it_and_nobody_else_knows(
    project, olga, otto, rita, ann, zoe, method, statuses
):
    people = (olga, otto, rita, ann, zoe, None)
    assert tuple(ask(user, project, method, body={}).status_code for user in people) == statuses


def test_what_it_will_do(project, olga, ann):
    ask(olga, project, "put", body={"qualification": {"controls": 4, "needed": 4, "rounds": 1}})
    body = ask(olga, project, path="policy/outlook").json()
    assert body["chance"] == 0.5
    assert 0 < body["false_flags"] < 0.02
    assert body["caught"] <= 13
    assert body["qualifying"]["0.7"] == pytest.approx(0.7**4)
    assert body["active"] == 0
    assert body["wanted"] > 4
    assert [f"{body['wanted']} controls" in text for text in body["warnings"]] == [False, True]
    add_controls(project, 4)
    assert len(ask(olga, project, path="policy/outlook").json()["warnings"]) == 1
    ask(olga, project, "patch", body={"insertion": {"initial": 0, "settled": 0, "floor": 0}})
    assert ask(olga, project, path="policy/outlook").json()["warnings"] == []
    assert ask(ann, project, path="policy/outlook").status_code == 404
