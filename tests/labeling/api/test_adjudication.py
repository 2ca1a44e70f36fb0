"""Deciding a record's answer over HTTP, and where its consensus comes from."""

import pytest

from labeling.actions.exclusion import Scope, exclude
from labeling.models import Adjudication, Consensus, Policy, Response
from tests.factories.controls import add_controls, make_check
from tests.factories.labeling import answer, api, assessed, audited, give, settle, submit
from tests.factories.projects import MOOD, make_project

pytestmark = pytest.mark.django_db

WHY = {"name": "why", "title": "Why", "kind": "text", "required": False}


@pytest.fixture
def project(acme, olga, ann, ben, cem):
    project = make_project(acme, olga, records=2, overlap=3, questions=[MOOD, WHY])
    give(project, ann, r1={"mood": "good", "why": "so"})
    give(project, ben, r1={"mood": "good"})
    give(project, cem, r1={"mood": "bad"})
    settle(project)
    return project


@pytest.fixture
def record(project):
    return project.records.get(external_id="r1")


@pytest.fixture
def call(rita, record):
    def call(path, status=200, method="get", user=rita, **body):
        address = f"/api/v1/records/{record.pk}/{path}"
        found = getattr(api(user), method)(address, body or None, content_type="application/json")
        assert found.status_code == status, found.content
        return found.json() if found.content else None

    return call


def test_a_decision_wins_until_it_is_retracted(call, project, record, rita):
    made = call("adjudications/mood", method="put", value="bad", note="See the guidelines.")
    assert made.pop("made_at")
    assert made == {
        "question": "mood", "value": "bad", "note": "See the guidelines.", "made_by": "rita",
    }  # fmt: skip
    assert audited(project) == []
    row = Consensus.objects.get(record=record, question__name="mood")
    assert (row.value, row.method, row.adjudicated) == ("bad", "adjudicated", True)
    assert [one["value"] for one in call("adjudications")] == ["bad"]

    again = call("adjudications/mood", method="put", value="good")
    assert (again["value"], again["note"], Adjudication.objects.count()) == ("good", "", 1)
    for _ in range(2):
        assert call("adjudications/mood", 204, "delete") is None
    assert audited(project) == []
    row.refresh_from_db()
    assert (row.value, row.method) == ("good", "majority")
    assert call("adjudications") == []


def test_a_record_that_nobody_answered_can_be_decided(project, rita):
    record = project.records.get(external_id="r2")
    url = f"/api/v1/records/{record.pk}/adjudications/mood"
    assert api(rita).put(url, {"value": "good"}, content_type="application/json").status_code == 200
    assert audited(project) == []
    assert Consensus.objects.get(record=record, question__name="mood").value == "good"


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("mood", {"value": "ugly"}, 422, "invalid-answers"),
        ("mood", {"note": "no value"}, 400, "invalid"),
        ("mood", {"value": "good", "note": "nul\0"}, 400, "invalid"),
        ("mood", {"value": "good", "note": "x" * 5001}, 400, "invalid"),
        ("colour", {"value": "good"}, 404, "not-found"),
    ],
)
def test_what_is_refused(call, path, body, status, code):
    assert call(f"adjudications/{path}", status, "put", **body)["type"] == f"urn:quorum:{code}"
    assert not Adjudication.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("olga", 200), ("otto", 200), ("rita", 200), ("ann", 404), ("zoe", 404)]
)
def test_is_for_reviewers(request, call, who, status):
    user = request.getfixturevalue(who)
    call("adjudications/mood", status, "put", user, value="bad")
    call("adjudications", status, "get", user)
    call("provenance", status, "get", user)
    call("adjudications/mood", 204 if status == 200 else status, "delete", user)


def test_provenance_names_every_answer_and_what_it_counts_for(call, project, cem, olga, rita):
    exclude(project, Scope(annotator=cem), by=olga, reason="Random.")
    settle(project)
    call("adjudications/mood", method="put", value="bad", note="Because.")
    settle(project)
    mood, why = call("provenance")
    rows = [(row["annotator"], row["value"], row["state"], row["weight"]) for row in mood["responses"]]
    assert rows == [
        ("ann", "good", "counted", None), ("ben", "good", "counted", None), ("cem", "bad", "excluded", None),
    ]  # fmt: skip
    assert mood["responses"][2]["exclusion"]
    assert (mood["consensus"]["method"], mood["consensus"]["adjudicated"]) == ("adjudicated", True)
    counted = Response.objects.filter(counted=True).order_by("pk")
    assert mood["consensus"]["basis"]["responses"] == list(counted.values_list("pk", flat=True))
    assert (mood["adjudication"]["made_by"], mood["adjudication"]["note"]) == ("rita", "Because.")
    assert (why["adjudication"], [row["value"] for row in why["responses"]]) == (None, ["so"])


def test_provenance_has_the_weights_and_the_fit(acme, olga, rita, ann, ben, cem):
    project = make_project(acme, olga, records=6, overlap=3)
    Policy.objects.create(project=project, settings={"aggregation": {"method": "weighted"}})
    for who, moods in ((ann, "ggbbgb"), (ben, "ggbbgg"), (cem, "gbgbbb")):
        give(project, who, **{f"r{n}": {"g": "good", "b": "bad"}[m] for n, m in enumerate(moods, start=1)})
    settle(project)
    assessed(project)
    record = project.records.get(external_id="r2")
    [mood] = api(rita).get(f"/api/v1/records/{record.pk}/provenance").json()
    row = Consensus.objects.get(record=record)
    assert row.method == "weighted"
    assert [one["weight"] for one in mood["responses"]] == row.basis["weights"]
    assert mood["fitted_at"] == row.basis["fit"].replace("+00:00", "Z")


def test_provenance_of_a_control(acme, olga, rita, ann):
    project = make_project(acme, olga, records=1)
    [control] = add_controls(project, 1)
    submit(project, make_check(control, ann), "bad")
    answer(project, ann)
    settle(project)
    [mood] = api(rita).get(f"/api/v1/records/{control.pk}/provenance").json()
    [given] = mood["responses"]
    assert (given["state"], given["passed"], mood["consensus"]) == ("control", False, None)
