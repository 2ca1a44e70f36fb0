"""Exports as files: what they hold, that nothing in them is a formula, and that they are streamed."""

import csv
import io
import json
from datetime import timedelta
from itertools import islice

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from labeling.actions.assignment import expire
from labeling.actions.consensus import adjudicate
from labeling.actions.control import mark
from labeling.actions.exclusion import Scope, exclude
from labeling.models import Control, Response
from labeling.queries import export
from tests.factories.controls import add_controls, make_check, set_policy
from tests.factories.labeling import answer, api, assessed, drain, give, opened, settle, submit
from tests.factories.projects import MOOD, make_project

pytestmark = pytest.mark.django_db

WHY = {"name": "why", "title": "Why", "kind": "text", "required": False}


@pytest.fixture
def project(acme, olga, ann, ben):
    project = make_project(acme, olga, records=2, overlap=2, questions=[MOOD, WHY], name="Wie geht's? & more")
    give(project, ann, r1={"mood": "good", "why": '=HYPERLINK("http://evil.example")'}, r2={"mood": "bad"})
    give(project, ben, r1={"mood": "good", "why": "Größe, “quoted”\nand lines"})
    settle(project)
    return project


def fetch(user, project, name):
    answer = api(user).get(f"/api/v1/projects/{project.pk}/export/{name}")
    assert answer.status_code == 200
    assert answer.streaming
    return answer, answer.getvalue().decode()


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def table(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_responses_as_jsonl(project, olga):
    answer, text = fetch(olga, project, "responses.jsonl")
    assert answer["Content-Type"] == "application/x-ndjson"
    assert answer["Content-Disposition"] == 'attachment; filename="wie-gehts-more-responses.jsonl"'
    rows = lines(text)
    stored = Response.objects.earliest("pk")
    assert [(row["annotator"], row["external_id"]) for row in rows] == [
        ("ann", "r1"),
        ("ann", "r2"),
        ("ben", "r1"),
    ]
    assert rows[0]["values"] == {"mood": "good", "why": '=HYPERLINK("http://evil.example")'}, (
        "raw: JSON has no formulas"
    )
    assert rows[0]["response"] == stored.pk
    assert rows[0]["record"] == stored.record_id
    assert rows[0]["submitted_at"] == stored.submitted_at.isoformat()
    assert rows[0]["seconds"] == round((stored.submitted_at - stored.opened_at).total_seconds(), 3)
    assert rows[0]["counted"] is True


def test_responses_as_csv(project, olga):
    answer, text = fetch(olga, project, "responses.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = table(text)
    assert list(rows[0]) == [
        "response", "record", "external_id", "annotator", "counted", "opened_at", "submitted_at", "seconds", "mood", "why",
    ]  # fmt: skip
    assert [row["mood"] for row in rows] == ["good", "bad", "good"]
    assert [row["why"] for row in rows] == [
        '\'=HYPERLINK("http://evil.example")', "", "Größe, “quoted”\nand lines",
    ]  # fmt: skip


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
@pytest.mark.parametrize("column", ["why", "annotator", "external_id"])
def test_nothing_from_people_or_files_becomes_a_formula(project, olga, ann, start, column):
    payload = f"{start}SUM(A1:A9)"
    response = Response.objects.earliest("pk")
    if column == "why":
        response.values["why"] = payload
        response.save()
    elif column == "annotator":
        ann.username = payload
        ann.save()
    else:
        response.record.external_id = payload
        response.record.save(update_fields=["external_id"])
    for name in ("responses.csv", "consensus.csv"):
        for row in table(fetch(olga, project, name)[1]):
            assert not any(
                (cell or "").startswith(("=", "+", "@", "\t", "\r", "-S")) for cell in row.values()
            )
    assert table(fetch(olga, project, "responses.csv")[1])[0][column] == f"'{payload}"


def test_late_answers_on_request(acme, olga, ann, ben):
    project = make_project(acme, olga, records=1, overlap=1)
    late = opened(project, ann)
    expire(now=timezone.now() + timedelta(days=1))
    answer(project, ben)
    submit(project, late)
    assert [row["annotator"] for row in lines(fetch(olga, project, "responses.jsonl")[1])] == ["ben"]
    both = lines(fetch(olga, project, "responses.jsonl?surplus=true")[1])
    assert [(row["annotator"], row["counted"]) for row in both] == [("ben", True), ("ann", False)]


@pytest.fixture
def mixed(acme, olga, rita, ann, ben, cem):
    """Of each sort one: Ann's answer counts, Ben's was excluded, Cem's came too late; and a control that Ann failed."""
    project = make_project(acme, olga, records=1, overlap=2)
    late = opened(project, cem)
    expire(now=timezone.now() + timedelta(days=1))
    give(project, ann, r1="good")
    give(project, ben, r1="bad")
    submit(project, late, "good")
    exclude(project, Scope(annotator=ben), by=rita, reason="Random.")
    [control] = add_controls(project, 1)
    submit(project, make_check(control, ann), "bad")
    settle(project)
    return project


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"ann r1"}),
        ("surplus=1", {"ann r1", "cem r1"}),
        ("excluded=1", {"ann r1", "ben r1"}),
        ("controls=1", {"ann r1", "ann c1"}),
        ("surplus=1&excluded=true&controls=1", {"ann r1", "ben r1", "cem r1", "ann c1"}),
    ],
)
def test_what_does_not_count_is_there_if_asked_for(mixed, olga, asked, found):
    for form, read in (("jsonl", lines), ("csv", table)):
        rows = read(fetch(olga, mixed, f"responses.{form}?{asked}")[1])
        assert {f"{row['annotator']} {row['external_id']}" for row in rows} == found
        assert ("passed" in rows[0], "excluded" in rows[0]) == ("controls" in asked, "excluded" in asked)


def test_what_a_table_says_is_true_or_false(mixed, olga):
    rows = table(fetch(olga, mixed, "responses.csv?surplus=1&excluded=1&controls=1")[1])
    assert {
        (row["annotator"] + row["external_id"], row["counted"], row["passed"], row["excluded"])
        for row in rows
    } == {
        ("annr1", "true", "", "false"),
        ("benr1", "false", "", "true"),
        ("cemr1", "false", "", "false"),
        ("annc1", "false", "false", "false"),
    }


def test_a_control_has_no_consensus_but_for_what_was_counted_before(mixed, olga, rita):
    [control] = Control.objects.all()
    adjudicate(control.record, mixed.questions.get(), value="good", by=rita)
    mark(mixed.records.get(external_id="r1"), by=olga, answers={"mood": "good"})
    settle(mixed)
    assert [row["external_id"] for row in lines(fetch(olga, mixed, "consensus.jsonl")[1])] == ["r1"]


def test_a_decision_is_exported_with_what_it_overrules(project, olga, rita):
    record = project.records.get(external_id="r1")
    made = adjudicate(record, project.questions.get(name="mood"), value="bad", by=rita)
    settle(project)
    mood = lines(fetch(olga, project, "consensus.jsonl")[1])[0]["consensus"]["mood"]
    assert (mood["value"], mood["method"], mood["adjudicated"], mood["answers"]) == (
        "bad",
        "adjudicated",
        True,
        2,
    )
    numbers = list(Response.objects.filter(record=record).order_by("pk").values_list("pk", flat=True))
    assert mood["basis"] == {"responses": numbers, "weights": [], "adjudication": made.pk, "by": rita.pk}
    row = table(fetch(olga, project, "consensus.csv")[1])[0]
    assert (row["mood"], row["mood.method"], row["mood.posterior"]) == ("bad", "adjudicated", "")


def test_a_decision_on_what_nobody_answered_is_exported(acme, olga, rita):
    project = make_project(acme, olga, records=1)
    adjudicate(project.records.get(), project.questions.get(), value="good", by=rita)
    settle(project)
    [row] = lines(fetch(olga, project, "consensus.jsonl")[1])
    assert (row["consensus"]["mood"]["value"], row["consensus"]["mood"]["answers"]) == ("good", 0)


def test_a_model_gives_the_probability_of_what_it_finds(acme, olga, ann, ben, cem):
    project = set_policy(
        make_project(acme, olga, records=6, overlap=3), aggregation={"method": "dawid_skene"}
    )
    for who, moods in ((ann, "ggbbgb"), (ben, "ggbbgg"), (cem, "gbgbbb")):
        give(project, who, **{f"r{n}": {"g": "good", "b": "bad"}[m] for n, m in enumerate(moods, start=1)})
    settle(project)
    assessed(project)
    row = table(fetch(olga, project, "consensus.csv")[1])[0]
    assert row["mood.method"] == "dawid_skene"
    assert 0.5 < float(row["mood.posterior"]) <= 1


def test_consensus_as_jsonl(project, olga):
    _, text = fetch(olga, project, "consensus.jsonl")
    rows = {row["external_id"]: row for row in lines(text)}
    assert rows.keys() == {"r1", "r2"}
    numbers = list(
        Response.objects.filter(record__external_id="r1").values_list("pk", flat=True).order_by("pk")
    )
    assert rows["r1"]["consensus"]["mood"] == {
        "value": "good", "tied": [], "share": 1.0, "answers": 2, "method": "majority", "posterior": None, "error": None,
        "similarity": 1.0, "adjudicated": False, "basis": {"responses": numbers, "weights": []},
    }  # fmt: skip
    assert rows["r1"]["fields"] == {"text": "text 1"}
    assert rows["r1"]["metadata"] == {}
    assert rows["r2"]["consensus"]["why"]["answers"] == 0


def test_consensus_as_csv_leaves_a_tie_empty_and_says_so(project, olga, ben):
    give(project, ben, r2={"mood": "good"})
    settle(project)
    rows = {row["external_id"]: row for row in table(fetch(olga, project, "consensus.csv")[1])}
    assert (rows["r1"]["mood"], rows["r1"]["mood.share"], rows["r1"]["mood.answers"]) == ("good", "1.0", "2")
    assert (rows["r1"]["mood.tied"], rows["r1"]["mood.method"]) == ("false", "majority")
    assert (rows["r2"]["mood"], rows["r2"]["mood.tied"], rows["r2"]["mood.answers"]) == ("", "true", "2")


def test_an_empty_project(acme, olga):
    project = make_project(acme, olga)
    assert fetch(olga, project, "responses.jsonl")[1] == ""
    assert table(fetch(olga, project, "responses.csv")[1]) == []
    assert fetch(olga, project, "consensus.csv")[1].startswith("record,external_id,mood")


def test_a_name_that_is_no_file_name(acme, olga):
    project = make_project(acme, olga, name='/../"\u202e')
    answer, _ = fetch(olga, project, "responses.csv")
    assert answer["Content-Disposition"] == f'attachment; filename="{project.pk}-responses.csv"'


@pytest.mark.parametrize("name", ["responses.xml", "people.csv", "responses", "responses.csv/"])
def test_there_is_nothing_else_to_export(project, olga, name):
    assert api(olga).get(f"/api/v1/projects/{project.pk}/export/{name}").status_code == 404


@pytest.mark.parametrize("rows", [export.responses, export.consensus])
def test_rows_are_read_in_chunks(acme, olga, ann, ben, cem, monkeypatch, rows):
    """The statements grow with the chunks, not with the rows, and the first row comes before the last was read."""
    project = make_project(acme, olga, records=12, overlap=3)
    for annotator in (ann, ben, cem):
        drain(project, annotator)
    settle(project)
    monkeypatch.setattr(export, "CHUNK", 4)
    with CaptureQueriesContext(connection) as captured:
        list(islice(rows(project), 1))
        first = len(captured)
        list(rows(project))
    assert first <= 3
    assert len(captured) - first <= 2 + 12 // 4
