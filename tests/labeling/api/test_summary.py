"""What is derived from responses, over HTTP."""

import pytest

from labeling.actions.assignment import flag, skip
from labeling.models import Response
from projects.actions.record import retire
from projects.models import Record
from tests.factories.labeling import answer, api, drain, give, opened, row, settle
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga, ann, ben, cem):
    project = make_project(acme, olga, records=4, overlap=2)
    give(project, ann, r1="good", r2="bad")
    give(project, ben, r1="good", r2="good")
    settle(project)
    return project


def get(user, project, path):
    answer = api(user).get(f"/api/v1/projects/{project.pk}/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_progress(project, rita):
    body = get(rita, project, "progress")
    assert body.pop("updated_at")
    assert body == {
        "records": 4, "complete": 2, "wanted": 8, "counted": 4, "surplus": 0, "live": 0, "skipped": 0, "flagged": 0,
        "active": 0, "stale": False,
    }  # fmt: skip


def test_progress_before_anything_was_delivered(acme, olga):
    body = get(olga, make_project(acme, olga), "progress")
    assert (body["records"], body["updated_at"]) == (0, None)


def test_agreement(project, rita):
    [body] = get(rita, project, "agreement")
    assert (body["question"], body["records"], body["answers"]) == ("mood", 2, 4)
    assert body["alpha"] == pytest.approx(0.0)
    assert body["percent"] == pytest.approx(0.5)
    assert body["low"] <= body["alpha"] <= body["high"]


def test_agreement_before_anything_was_delivered(acme, olga):
    [body] = get(olga, make_project(acme, olga), "agreement")
    assert (body["alpha"], body["reason"]) == (None, "no record has two answers yet")


def test_flags(project, rita, cem):
    got = opened(project, cem)
    flag(row(got), reason="<b>broken</b>")
    skip(row(opened(project, cem)), reason="not a flag")
    [body] = get(rita, project, "flags")["results"]
    assert (body["annotator"], body["reason"], body["record_id"]) == ("cem", "<b>broken</b>", got.record_id)
    assert body["external_id"] == Record.objects.get(pk=got.record_id).external_id
    retire(Record.objects.get(pk=got.record_id))
    assert get(rita, project, "flags")["results"] == []


def test_consensus(project, rita):
    rows = {row["external_id"]: row for row in get(rita, project, "consensus")["results"]}
    assert rows.keys() == {"r1", "r2"}
    assert (rows["r1"]["value"], rows["r1"]["share"], rows["r1"]["answers"]) == ("good", 1.0, 2)
    assert (rows["r2"]["value"], rows["r2"]["tied"]) == (None, ["good", "bad"])


def test_responses_page_by_page(acme, olga, rita, ann, ben):
    project = make_project(acme, olga, records=7, overlap=2)
    drain(project, ann)
    client = api(rita)
    url, seen = f"/api/v1/projects/{project.pk}/responses?page_size=3", []
    while url:
        page = client.get(url).json()
        seen += [row["id"] for row in page["results"]]
        if len(seen) == 3:
            drain(project, ben)  # more arrive meanwhile: none is skipped or repeated
        url = page["next"]
    assert seen == list(Response.objects.order_by("pk").values_list("pk", flat=True))
    assert len(seen) == 14


def test_one_response(project, rita):
    first = get(rita, project, "responses?page_size=1")["results"][0]
    stored = Response.objects.earliest("pk")
    assert (first["annotator"], first["external_id"], first["values"]) == ("ann", "r1", {"mood": "good"})
    assert (first["id"], first["record_id"], first["counted"]) == (stored.pk, stored.record_id, True)


def test_other_projects_stay_out(acme, olga, project, ann):
    other = make_project(acme, olga, records=2, overlap=1)
    answer(other, ann)
    settle(other)
    assert len(get(olga, other, "responses")["results"]) == 1
    assert len(get(olga, other, "consensus")["results"]) == 1
    assert [row["counted"] for row in get(olga, other, "leaderboard")] == [1]


def test_a_cursor_that_is_none(project, rita):
    answer = api(rita).get(f"/api/v1/projects/{project.pk}/responses?cursor=%00nonsense")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
