"""Manual assignment over HTTP: a list, a filter, a CSV."""

import pytest

from labeling.models import Assignment
from projects.actions.record import import_records, numbered
from tests.factories.labeling import api, audited
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga, ann, ben, cem):
    project = make_project(acme, olga, overlap=2)
    rows = [
        {
            "external_id": f"r{n}",
            "fields": {"text": "x"},
            "metadata": {"lang": "en" if n < 4 else "de", "n": n},
        }
        for n in range(1, 7)
    ]
    import_records(project, numbered(rows))
    return project


@pytest.fixture
def post(project, otto):
    client = api(otto)

    def post(body, *, query="", content_type="application/json"):
        return client.post(
            f"/api/v1/projects/{project.pk}/assignments{query}", body, content_type=content_type
        )

    return post


@pytest.fixture
def withdraw(project, otto):
    client = api(otto)

    def withdraw(body):
        address = f"/api/v1/projects/{project.pk}/assignments/withdraw"
        return client.post(address, body, content_type="application/json")

    return withdraw


def given():
    return sorted(Assignment.objects.values_list("record__external_id", "annotator__username"))


def test_a_list(post, project):
    third = project.records.get(external_id="r3").pk
    pairs = [{"record": "r1", "annotator": "ann"}, {"record_id": third, "annotator": "ben"}]
    answer = post({"assignments": pairs})
    assert answer.json() == {"assigned": 2, "already": 0, "bad": 0, "problems": []}
    assert given() == [("r1", "ann"), ("r3", "ben")]
    assert post({"assignments": pairs}).json()["already"] == 2
    assert audited(project) == []


def test_a_filter(post):
    answer = post({"annotators": ["ann", "ben"], "filter": {"metadata": {"lang": "de"}}, "per_record": 2})
    assert answer.json()["assigned"] == 6
    assert given() == [(f"r{n}", who) for n in (4, 5, 6) for who in ("ann", "ben")]


def test_taking_turns(post, project):
    assert post({"annotators": ["ann", "ben", "cem"]}).json()["assigned"] == 6
    for who in ("ann", "ben", "cem"):
        assert project.assignments.filter(annotator__username=who).count() == 2


def test_a_filter_of_several_values(post):
    post({"annotators": ["ann"], "filter": {"metadata": {"lang": "en", "n": 2}}})
    assert given() == [("r2", "ann")]


def test_a_filter_that_finds_nothing(post):
    assert post({"annotators": ["ann"], "filter": {"metadata": {"lang": "fr"}}}).json()["assigned"] == 0


def test_a_table(post):
    answer = post("record,annotator\nr1,ann\nr2,ben\n", content_type="text/csv")
    assert answer.json()["assigned"] == 2
    assert given() == [("r1", "ann"), ("r2", "ben")]


def test_a_table_as_spreadsheets_save_it(post):
    table = '\ufeffannotator,note,record\r\nann,"a, b",r1\r\n'.encode()
    assert post(table, content_type="text/csv; charset=utf-8").json()["assigned"] == 1


BAD_TABLE = "record,annotator\nr1,ann\nr9,ann\nr2,zoe\nr3,\n,ann\nr4\n"


def test_a_table_with_problems_assigns_nothing(post):
    answer = post(BAD_TABLE, content_type="text/csv")
    assert answer.status_code == 422
    body = answer.json()
    assert (body["type"], body["bad"], body["rows"]) == ("urn:quorum:bad-assignments", 5, 6)
    assert [(p["row"], p["column"]) for p in body["problems"]] == [
        (3, "record"), (4, "annotator"), (5, "annotator"), (6, "record"), (7, "annotator"),
    ]  # fmt: skip
    assert given() == []


def test_or_its_good_rows_on_request(post):
    answer = post(BAD_TABLE, query="?skip_bad_rows=true", content_type="text/csv")
    assert answer.status_code == 200
    assert (answer.json()["assigned"], answer.json()["bad"]) == (1, 5)
    assert given() == [("r1", "ann")]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ({}, "application/json"),
        ({"assignments": [], "annotators": ["ann"]}, "application/json"),
        ({"annotators": []}, "application/json"),
        ({"annotators": ["ann"], "per_record": 2}, "application/json"),
        ({"annotators": ["ann"], "per_record": 0}, "application/json"),
        ({"annotators": ["ann"], "filter": {"metadata": {"a": "\0"}}}, "application/json"),
        ({"assignments": [{"record": "r1"}]}, "application/json"),
        ({"assignments": [{"record": "a\0", "annotator": "ann"}]}, "application/json"),
        ({"assignments": "r1"}, "application/json"),
        ([{"record": "r1", "annotator": "ann"}], "application/json"),
        ({"annotators": ["ann", "ann"], "per_record": 2}, "application/json"),
        ("record,person\nr1,ann\n", "text/csv"),
        (b"record,annotato\xff\nr1,ann\n", "text/csv"),
        ("", "text/csv"),
        ("record,annotator\n", "text/csv"),
        ('record,annotator\n"r1,ann\n', "text/csv"),
    ],
)
def test_what_cannot_be_understood(post, body, content_type):
    answer = post(body, content_type=content_type)
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert given() == []


@pytest.mark.parametrize("row", [b"\xff,ann", b"r1,a\0n", b"r1,ann,more", b"x" * 200_000 + b",ann"])
def test_a_row_that_cannot_be_read(post, row):
    answer = post(b"record,annotator\n" + row + b"\nr2,ann\n", content_type="text/csv")
    assert answer.status_code == 422
    [problem] = answer.json()["problems"]
    assert problem["row"] == 2
    assert len(problem["reason"]) < 200
    assert given() == []


def test_a_filter_that_finds_too_many_assigns_nothing(post, monkeypatch):
    monkeypatch.setattr("labeling.actions.assignment.wanted.LIMIT", 11)
    answer = post({"annotators": ["ann", "ben"], "per_record": 2})
    assert answer.status_code == 422
    body = answer.json()
    assert (body["type"], body["found"], body["limit"]) == ("urn:quorum:too-many-assignments", 12, 11)
    assert "Nothing was assigned" in body["detail"]
    assert given() == []
    assert post({"annotators": ["ann", "ben"], "per_record": 1}).json()["assigned"] == 6


def test_a_table_that_is_too_long_assigns_nothing(post, monkeypatch):
    monkeypatch.setattr("labeling.actions.assignment.wanted.LIMIT", 2)
    answer = post("record,annotator\nr1,ann\nr2,ann\nr3,ann\n", content_type="text/csv")
    assert (answer.status_code, answer.json()["found"]) == (422, 3)
    assert given() == []


def test_withheld_records_are_not_found_by_a_filter(post, project):
    project.records.filter(external_id="r1").update(withheld=True)
    assert post({"annotators": ["ann"]}).json()["assigned"] == 5


def test_withdrawing_what_is_not_opened(post, withdraw, project):
    post({"annotators": ["ann", "ben"]})
    assert withdraw({"annotator": "ann"}).json() == {"withdrawn": 3}
    assert withdraw({"annotator": "ANN"}).json() == {"withdrawn": 0}
    assert withdraw({}).json() == {"withdrawn": 3}
    assert audited(project) == []


@pytest.mark.parametrize("who", ["zoe", "nobody", "cem"])
def test_withdrawing_from_those_who_were_given_nothing(post, withdraw, zoe, who):
    post({"annotators": ["ann"]})
    assert withdraw({"annotator": who}).status_code == 404


def test_another_type_of_body(post):
    assert post("<a/>", content_type="text/xml").status_code == 415
