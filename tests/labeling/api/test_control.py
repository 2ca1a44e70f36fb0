"""Controls over HTTP."""

import json

import pytest

from accounts.problems import CONTENT_TYPE
from labeling.models import Control
from projects.models import Record
from tests.factories.controls import add_controls, control, make_check
from tests.factories.labeling import api, audited, give, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga, otto, rita, ann, ben, cem):
    return make_project(acme, olga, records=4)


@pytest.fixture
def call(project, otto):
    """As an organizer, unless somebody else is meant."""

    def call(method, part="", body=None, *, who=otto, content_type="application/json", query=""):
        address = f"/api/v1/projects/{project.pk}/controls{part}{query}"
        return getattr(api(who), method)(address, body, content_type=content_type)

    return call


def number(name):
    return Record.objects.get(external_id=name).pk


GOOD = {"external_id": "r1", "answers": {"mood": "good"}}
BAD = {"external_id": "r2", "answers": {"mood": "fine"}}


def test_a_list_lines_or_a_table(call, project):
    loaded = {"created": 1, "updated": 0, "unchanged": 0, "bad": 0, "problems": []}
    assert call("post", body=[GOOD]).json() == loaded
    assert call("post", body={"controls": [GOOD | {"external_id": "r2"}]}).json() == loaded
    lines = json.dumps(GOOD | {"external_id": "r3"})
    assert call("post", body=lines, content_type="application/x-ndjson").json() == loaded
    table = 'external_id,answers.mood\nr4,"[""good"",""bad""]"\n'
    assert call("post", body=table, content_type="text/csv").json() == loaded
    assert control(project, "r4").accepted == {"mood": ["good", "bad"]}


def test_all_or_nothing_unless_bad_rows_may_be_skipped(call):
    answer = call("post", body=[GOOD, BAD])
    assert (answer.status_code, answer["Content-Type"]) == (422, CONTENT_TYPE)
    body = answer.json()
    problem = {"row": 2, "column": "answers.mood", "reason": "Choose one of the options."}
    assert (body["type"], body["bad"], body["rows"]) == ("urn:quorum:bad-controls", 1, 2)
    assert body["problems"] == [problem]
    assert not Control.objects.exists()
    body = call("post", body=[GOOD, BAD], query="?skip_bad_rows=true").json()
    assert (body["created"], body["bad"], body["problems"]) == (1, 1, [problem])


@pytest.mark.parametrize("body", ['"x"', "7", "null", '{"controls": "x"}', "{}", "{nonsense", '[{"a": 1'])
def test_what_is_no_list_is_refused(call, body):
    assert call("post", body=body).status_code == 400


@pytest.mark.parametrize(
    "body", ['["\\ud800"]', '[{"answers": {"\\ud800": 1}}]', "[[]]", "[null]", '[{"\\u0000": 1}]']
)
def test_hostile_rows_are_bad_rows(call, body):
    answer = call("post", body=body)
    assert answer.status_code == 422, answer.content
    assert answer.json()["bad"] == 1


def test_the_list_has_figures_and_is_filtered_by_state(call, project, rita, ann):
    [one, two] = add_controls(project, 2, explanation="So.")
    submit(project, make_check(one, ann), "bad")
    settle(project)
    call("post", f"/{two.pk}/suspend", who=rita)
    [first, second] = call("get", who=rita).json()["results"]
    assert first.items() >= {
        "record": one.pk, "external_id": "c1", "answers": {"mood": ["good"]}, "tolerance": {}, "explanation": "So.",
        "state": "active", "reason": "", "exposures": 1, "answered": 1, "passed": 0, "discrimination": None,
        "counted": 0, "live": 0,
    }.items()  # fmt: skip
    assert second["state"] == "suspended"
    [only] = call("get", query="?state=suspended").json()["results"]
    assert only["record"] == two.pk
    assert len(call("get", query="?state=nonsense").json()["results"]) == 2


def test_pages_follow_each_other(call, project):
    add_controls(project, 5)
    page = call("get", query="?page_size=2").json()
    seen = [one["external_id"] for one in page["results"]]
    while page["next"]:
        page = call("get", query="?" + page["next"].partition("?")[2]).json()
        seen += [one["external_id"] for one in page["results"]]
    assert seen == ["c1", "c2", "c3", "c4", "c5"]


def test_through_its_life(call, project, rita, ann):
    [one] = add_controls(project, 1)
    for verb, state in (
        ("suspend", "suspended"),
        ("resume", "active"),
        ("retire", "retired"),
        ("approve", "active"),
    ):
        answer = call("post", f"/{one.pk}/{verb}", who=rita)
        assert (answer.status_code, answer.json()["state"]) == (200, state)
    submit(project, make_check(one, ann), "bad")
    body = call("patch", f"/{one.pk}", {"answers": {"mood": ["bad"]}, "explanation": "Now."}).json()
    assert (body["answers"], body["passed"], body["explanation"]) == ({"mood": ["bad"]}, 1, "Now.")
    answer = call("delete", f"/{one.pk}")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:quorum:control-in-use")
    assert audited(project) == []


def test_unmarked_it_is_gone(call, project):
    call("post", body=[GOOD])
    assert call("delete", f"/{number('r1')}").status_code == 204
    assert call("get", f"/{number('r1')}").status_code == 404
    assert Record.objects.get(external_id="r1").is_open


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"answers": {"mood": "fine"}}, 422),
        ({"answers": {}}, 422),
        ({"tolerance": {"mood": 1}}, 422),
        ({"answers": []}, 400),
        ({"explanation": "x" * 5001}, 400),
        ({"explanation": "\0"}, 400),
    ],
)
def test_what_does_not_fit_is_refused(call, project, body, status):
    [one] = add_controls(project, 1)
    answer = call("patch", f"/{one.pk}", body)
    assert (answer.status_code, answer["Content-Type"]) == (status, CONTENT_TYPE)
    assert control(project, "c1").accepted == {"mood": ["good"]}


def test_settled_records_are_proposed(call, project, rita, ann, ben):
    for person in (ann, ben):
        give(project, person, r1="good")
    settle(project)
    assert call("post", "/propose", {}, who=rita).json() == {"proposed": []}
    assert call("post", "/propose", {"answers": 2}, who=rita).json() == {"proposed": [number("r1")]}
    assert call("post", "/propose", {"answers": 1}).status_code == 400
    assert not Record.objects.get(external_id="r1").withheld
    call("post", f"/{number('r1')}/approve", who=rita)
    assert Record.objects.get(external_id="r1").withheld


CALLS = [
    ("get", "", {}, "reviews"),
    ("get", "/{c1}", {}, "reviews"),
    ("post", "/propose", {}, "reviews"),
    ("post", "/{c1}/suspend", {}, "reviews"),
    ("post", "/{c1}/retire", {}, "reviews"),
    ("post", "/{c1}/resume", {}, "reviews"),
    ("post", "/{c1}/approve", {}, "reviews"),
    ("post", "", [GOOD], "manages"),
    ("patch", "/{c1}", {"explanation": "x"}, "manages"),
    ("delete", "/{c1}", {}, "manages"),
]
WHO = {
    "olga": {"reviews": 200, "manages": 200},
    "otto": {"reviews": 200, "manages": 200},
    "rita": {"reviews": 200, "manages": 403},
    "ann": {"reviews": 404, "manages": 404},
    "zoe": {"reviews": 404, "manages": 404},
    None: {"reviews": 401, "manages": 401},
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(("method", "part", "body", "right"), CALLS)
def test_everybody_at_every_endpoint(call, request, project, method, part, body, right, who):
    [one] = add_controls(project, 1)
    user = request.getfixturevalue(who) if who else None
    answer = call(method, part.format(c1=one.pk), body, who=user)
    status = WHO[who][right]
    assert answer.status_code == (204 if (status, method) == (200, "delete") else status), answer.content


def test_anothers_control_is_not_found(call, project, zoo, zoe):
    other = make_project(zoo, zoe)
    [one] = add_controls(other, 1)
    for method, part in (("get", f"/{one.pk}"), ("post", f"/{one.pk}/suspend"), ("delete", f"/{one.pk}")):
        assert call(method, part).status_code == 404
    assert Control.objects.get(pk=one.pk).state == "active"
