"""The annotator's side over HTTP: shapes, errors, and what an annotator must not see."""

import json

import pytest

from labeling.actions.assignment import flag, skip
from labeling.models import Assignment, Response
from projects.actions import state
from projects.actions.record import import_records, numbered
from tests.factories.labeling import answer, api, opened, row, settle, submit
from tests.factories.projects import MOOD, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga, ann, ben):
    project = make_project(acme, olga, overlap=2)
    rows = [
        {
            "external_id": f"secret-{n}",
            "fields": {"text": f"text {n}"},
            "metadata": {"model": "secret-model", "truth": "secret-truth"},
            "priority": n,
        }
        for n in range(1, 4)
    ]
    import_records(project, numbered(rows))
    return project


def post(client, path, **body):
    return client.post(f"/api/v1/{path}", body, content_type="application/json")


def ok(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()


def ask(client, project, query=""):
    return ok(post(client, f"projects/{project.pk}/next{query}"))


def problem(answer, status, code):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (body["type"], body["status"]) == (f"urn:quorum:{code}", status)
    return body


def test_next(project, ann):
    body = ask(api(ann), project)
    assert body.keys() == {"assignment", "reason", "standing", "qualification"}
    got = body["assignment"]
    assert got.keys() == {"id", "record", "opened_at", "expires_at", "draft", "fields"}
    assert (got["fields"], got["draft"], body["reason"]) == ({"text": "text 3"}, None, None)
    assert ask(api(ann), project)["assignment"]["id"] == got["id"]


def test_next_with_the_fields_as_a_page_fragment(project, ann):
    got = ask(api(ann), project, "?include=html")["assignment"]
    assert "text 3" in got["html"]


def test_an_annotator_sees_nothing_but_the_fields(project, ann, ben):
    """No metadata, no external id, no answer of anybody else, in whatever is sent to an annotator."""
    answer(project, ben, "bad")
    skip(row(opened(project, ben)), reason="secret-reason")
    flag(row(opened(project, ben)), reason="secret-flag")
    settle(project)
    client = api(ann)
    seen = []
    body = ask(client, project, "?include=html")
    while body["assignment"]:
        seen.append(body)
        sent = ok(
            post(client, f"assignments/{body['assignment']['id']}/submit", values={"mood": "good"}, next=True)
        )
        seen.append(sent)
        body = sent["next"]
    seen.append(ok(post(client, f"projects/{project.pk}/undo")))
    seen.append(ok(client.get(f"/api/v1/projects/{project.pk}/progress")))
    seen.append(ok(client.get(f"/api/v1/projects/{project.pk}/leaderboard")))
    text = json.dumps(seen)
    assert len(seen) > 8
    assert "secret" not in text
    assert '"bad"' not in text
    assert str(olga_email := "olga@acme.example") not in text, olga_email


@pytest.mark.parametrize(("change", "reason"), [(state.pause, "paused"), (state.finish, "finished")])
def test_next_of_a_project_that_does_not_run(project, ann, change, reason):
    change(project)
    body = ask(api(ann), project)
    assert (body["assignment"], body["reason"]) == (None, reason)


def test_waiting_and_complete(acme, olga, ann, ben):
    project = make_project(acme, olga, records=1, overlap=1)
    got = opened(project, ann)
    assert ask(api(ben), project)["reason"] == "waiting"
    submit(project, got)
    assert ask(api(ben), project)["reason"] == "complete"
    assert ask(api(ann), project)["reason"] == "complete"


def test_submit_and_the_next_in_one_answer(project, ann):
    client = api(ann)
    first = ask(client, project)["assignment"]["id"]
    body = ok(post(client, f"assignments/{first}/submit", values={"mood": "good"}, key="k", next=True))
    assert body["response"].keys() == {"id", "assignment_id", "counted", "submitted_at"}
    assert (body["response"]["assignment_id"], body["response"]["counted"]) == (first, True)
    assert body["next"]["assignment"]["id"] != first
    again = ok(post(client, f"assignments/{first}/submit", values={"mood": "bad"}, key="k"))
    assert (again["response"], again["next"]) == (body["response"], None)


def test_the_key_may_come_as_a_header(project, ann):
    client = api(ann)
    first = ask(client, project)["assignment"]["id"]
    url = f"/api/v1/assignments/{first}/submit"
    receipts = [
        ok(
            client.post(
                url, {"values": {"mood": "good"}}, "application/json", headers={"Idempotency-Key": "header"}
            )
        )
        for _ in range(2)
    ]
    assert receipts[0] == receipts[1]
    assert Response.objects.get().key == "header"


def test_a_key_in_the_body_goes_before_one_in_the_header(project, ann):
    client = api(ann)
    first = ask(client, project)["assignment"]["id"]
    body = {"values": {"mood": "good"}, "key": "body"}
    ok(
        client.post(
            f"/api/v1/assignments/{first}/submit", body, "application/json", headers={"Idempotency-Key": "h"}
        )
    )
    assert Response.objects.get().key == "body"


def test_a_key_that_is_too_long_is_refused_not_cut(project, ann):
    client = api(ann)
    first = ask(client, project)["assignment"]["id"]
    url = f"/api/v1/assignments/{first}/submit"
    body = {"values": {"mood": "good"}}
    problem(client.post(url, body, "application/json", headers={"Idempotency-Key": "x" * 65}), 400, "invalid")
    problem(post(client, url.removeprefix("/api/v1/"), key="x" * 65, **body), 400, "invalid")
    assert not Response.objects.exists()


def test_answered_twice(project, ann):
    client = api(ann)
    first = ask(client, project)["assignment"]["id"]
    receipt = ok(post(client, f"assignments/{first}/submit", values={"mood": "good"}))["response"]
    again = problem(
        post(client, f"assignments/{first}/submit", values={"mood": "good"}), 409, "already-submitted"
    )
    assert again["response"] == receipt["id"]


def test_a_key_for_two_records(project, ann):
    client = api(ann)
    first = ask(client, project)["assignment"]["id"]
    second = ok(post(client, f"assignments/{first}/submit", values={"mood": "good"}, key="k", next=True))[
        "next"
    ]
    url = f"assignments/{second['assignment']['id']}/submit"
    problem(post(client, url, values={"mood": "good"}, key="k"), 409, "key-reused")


def test_answers_that_do_not_fit(project, ann):
    client = api(ann)
    first = ask(client, project)["assignment"]["id"]
    body = problem(
        post(client, f"assignments/{first}/submit", values={"mood": "meh", "x": 1}), 422, "invalid-answers"
    )
    assert body["problems"] == {"mood": "Choose one of the options.", "x": "There is no such question."}


HOSTILE = [
    '{"values": {"mood": "\\u0000"}}',
    '{"values": {"mood": "\\ud800"}}',
    '{"values": {"\\ud800": "good"}}',
    '{"values": {"a\\u0000": "good"}}',
    '{"values": {"mood": 1e999}}',
    '{"values": {"mood": NaN}}',
    '{"values": {"mood": 123456789012345678901234567890}}',
    '{"values": {"mood": ' + "[" * 60 + "]" * 60 + "}}",
    '{"values": ["good"]}',
    '{"values": null}',
    '["good"]',
    '"good"',
    "null",
    "{",
    "",
]


@pytest.mark.parametrize("body", HOSTILE)
@pytest.mark.parametrize("act", ["submit", "draft"])
def test_hostile_bodies_are_refused(project, ann, act, body):
    client = api(ann)
    first = ask(client, project)["assignment"]["id"]
    send = client.put if act == "draft" else client.post
    answer = send(f"/api/v1/assignments/{first}/{act}", body, content_type="application/json")
    assert answer.status_code in (400, 422), answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert Assignment.objects.get(pk=first).draft is None
    assert not Response.objects.exists()


def test_a_body_nested_beyond_reason(project, ann):
    client = api(ann)
    first = ask(client, project)["assignment"]["id"]
    body = '{"values": ' + "[" * 100_000 + "]" * 100_000 + "}"
    answer = client.post(f"/api/v1/assignments/{first}/submit", body, content_type="application/json")
    problem(answer, 400, "parse-error")


@pytest.mark.parametrize("act", ["skip", "flag"])
def test_skip_and_flag_want_a_reason_and_may_bring_the_next(project, ann, act):
    client = api(ann)
    first = ask(client, project)["assignment"]["id"]
    errors = problem(post(client, f"assignments/{first}/{act}"), 400, "invalid")["errors"]
    assert errors.keys() == {"reason"}
    body = ok(post(client, f"assignments/{first}/{act}", reason="why", next=True))
    assert body.keys() == {"next"}
    assert body["next"]["assignment"]["id"] != first
    assert Assignment.objects.get(pk=first).reason == "why"


def test_release_wants_nothing(project, ann):
    client = api(ann)
    first = ask(client, project)["assignment"]["id"]
    assert ok(post(client, f"assignments/{first}/release")) == {"next": None}
    assert Assignment.objects.get(pk=first).state == "released"


def test_a_draft_is_kept_as_it_is(project, ann):
    client = api(ann)
    first = ask(client, project)["assignment"]["id"]
    body = {"values": {"mood": "half an ans", "more": [1, None]}}
    answer = client.put(f"/api/v1/assignments/{first}/draft", body, content_type="application/json")
    assert (answer.status_code, answer.content) == (204, b"")
    assert ask(client, project)["assignment"]["draft"] == body["values"]


def test_a_draft_that_is_too_large(project, ann):
    client = api(ann)
    first = ask(client, project)["assignment"]["id"]
    body = {"values": {"mood": "x" * 600_000}}
    answer = client.put(f"/api/v1/assignments/{first}/draft", body, content_type="application/json")
    problem(answer, 413, "draft-too-large")


def test_undo(project, ann):
    client = api(ann)
    problem(post(client, f"projects/{project.pk}/undo"), 409, "nothing-to-undo")
    first = ask(client, project)["assignment"]["id"]
    ok(post(client, f"assignments/{first}/submit", values={"mood": "bad"}))
    body = ok(post(client, f"projects/{project.pk}/undo"))
    assert (body["assignment"]["id"], body["assignment"]["draft"], body["reason"]) == (
        first,
        {"mood": "bad"},
        None,
    )
    state.finish(project)
    problem(post(client, f"projects/{project.pk}/undo"), 409, "not-running")


def test_ones_own_standing_comes_along(project, ann):
    client = api(ann)
    first = ask(client, project)["assignment"]["id"]
    ok(post(client, f"assignments/{first}/submit", values={"mood": "bad"}))
    settle(project)
    standing = ask(client, project)["standing"]
    assert (standing["counted"], standing["skipped"], standing["rank"]) == (1, 0, None)
    assert standing["campaign"] == {"records": 3, "complete": 0}


def test_html_in_a_field_stays_text(acme, olga, ann):
    project = make_project(acme, olga, questions=[MOOD])
    import_records(project, numbered([{"text": "<script>alert(1)</script>"}]))
    got = ask(api(ann), project, "?include=html")["assignment"]
    assert got["fields"] == {"text": "<script>alert(1)</script>"}
    assert "<script" not in got["html"]
