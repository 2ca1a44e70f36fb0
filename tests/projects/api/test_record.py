import json

import pytest

from projects.models import Record
from projects.refs import ref
from tests.factories.projects import add_records, make_project


@pytest.fixture
def project(acme, olga):
    return make_project(acme, olga)


@pytest.fixture
def path(project):
    return f"/api/v1/projects/{project.pk}/records"


ROW = {"external_id": "a", "fields": {"text": "x"}, "metadata": {"source": "web"}, "priority": 3}


@pytest.mark.parametrize("body", [[ROW], {"records": [ROW]}])
def test_records_come_as_json(api, olga, path, body):
    assert api(olga).post(path, body, format="json").json() == {
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "bad": 0,
        "problems": [],
    }
    [record] = api(olga).get(path).json()["results"]
    kept = {"overlap": 3, "open_slots": 3, "retired": False, "withheld": False, "batch": ""}
    assert record == ROW | {"id": record["id"], "ref": ref(record["id"])} | kept
    assert api(olga).get(f"/api/v1/records/{record['id']}").json() == record


def test_records_come_as_lines(api, olga, path):
    lines = b'{"id": "a", "text": "x"}\n\n{"id": "b"}\n{"id": "c", "text": "z"}\n{broken\n'

    refused = api(olga).generic("POST", path, lines, content_type="application/x-ndjson")
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:quorum:bad-rows")
    assert [problem["row"] for problem in refused.json()["problems"]] == [3, 5]
    assert not Record.objects.exists()

    skipped = api(olga).generic(
        "POST", f"{path}?skip_bad_rows=true", lines, content_type="application/x-ndjson"
    )
    assert (skipped.json()["created"], skipped.json()["bad"]) == (2, 2)


def test_a_batch_may_be_named(api, olga, path):
    api(olga).post(f"{path}?batch=Pilot%00", [ROW], format="json")
    assert api(olga).get(path).json()["results"][0]["batch"] == "Pilot"


@pytest.mark.parametrize("body", ['"x"', "{}", "3", '{"records": "x"}', "null"])
def test_what_is_no_list_is_refused(api, olga, path, body):
    answer = api(olga).generic("POST", path, body, content_type="application/json")

    assert (answer.status_code, answer.json()["type"]) == (400, "urn:quorum:invalid")


def test_hostile_rows_are_named_and_never_break_the_answer(api, olga, path):
    rows = [
        {"text": "\ud800"},
        {"\0": 1, "text": "x"},
        {"text": "x", "id": "<script>\nx"},
        {"text": 10**400},
        [],
    ]
    answer = api(olga).generic("POST", path, json.dumps(rows), content_type="application/json")

    assert answer.status_code == 422
    assert [problem["row"] for problem in answer.json()["problems"]] == [1, 2, 3, 4, 5]


def test_the_list_goes_on_by_cursor_and_finds_one(api, rita, project, path):
    add_records(project, 5)
    seen, url = [], f"{path}?page_size=2"
    while url:
        page = api(rita).get(url).json()
        seen += [record["external_id"] for record in page["results"]]
        url = page["next"]

    assert seen == ["r1", "r2", "r3", "r4", "r5"]
    assert [r["external_id"] for r in api(rita).get(f"{path}?external_id=r4").json()["results"]] == ["r4"]


def test_annotators_see_no_records(api, ann, project, path):
    [record] = add_records(project, 1)

    assert api(ann).get(path).status_code == 403
    assert api(ann).post(path, [ROW], format="json").status_code == 403
    assert api(ann).get(f"/api/v1/records/{record.pk}").status_code == 404


def test_reviewers_look_and_managers_retire(api, rita, otto, project):
    [record] = add_records(project, 1)
    path = f"/api/v1/records/{record.pk}"

    assert api(rita).post(f"{path}/retire").status_code == 403
    assert api(otto).post(f"{path}/retire").json()["retired"] is True
    assert api(otto).post(f"{path}/restore").json()["retired"] is False
