"""Excluding and restoring over HTTP, as reviewers do it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from labeling.actions import exclusion, sanction
from labeling.actions.assignment import Wanted, assign
from labeling.models import Assignment, Exclusion, Queue, Response, Sanction, Stage
from tests.factories.controls import add_controls, make_check
from tests.factories.labeling import api, audited, give, opened, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga, ann, ben, cem):
    """Cem answers against Ann and Ben, and decides r3 between them."""
    project = make_project(acme, olga, records=4, overlap=3)
    give(project, ann, r1="good", r2="good", r3="good")
    give(project, ben, r1="good", r2="good", r3="bad")
    give(project, cem, r1="bad", r2="bad", r3="bad")
    settle(project)
    return project


@pytest.fixture
def call(rita, project):
    """As Rita; the answer's body, which must have this status."""

    def call(path="", status=200, method="post", user=rita, **body):
        client, url = api(user), f"/api/v1/projects/{project.pk}/exclusions{path}"
        answer = getattr(client, method)(url, body, content_type="application/json")
        assert answer.status_code == status, answer.content
        return answer.json()

    return call


FIGURES = {"answers": 3, "records": 3, "reopened": 3, "people": 1, "others": 2, "flipped": 1, "revoked": 0}


def test_a_preview(call, project):
    found = call("/preview", annotator="cem")
    assert {name: found[name] for name in FIGURES} == FIGURES
    [flip] = found["flips"]
    assert (flip["external_id"], flip["question"], flip["before"], flip["after"]) == (
        "r3",
        "mood",
        "bad",
        None,
    )
    assert found["alpha"]["mood"]["before"] < found["alpha"]["mood"]["after"]
    assert found["control"] is None
    assert not Exclusion.objects.exists()
    assert Response.objects.filter(counted=True).count() == 9


def test_what_is_kept_is_what_the_preview_said(call, project):
    preview = call("/preview", annotator="CEM")
    made = call(annotator="CEM", reason="Answers at random.")
    assert (made["annotator"], made["whole"], made["answers"], made["made_by"]) == ("cem", True, 3, "rita")
    assert made["summary"] == {
        name: value for name, value in preview.items() if name not in ("flips", "control")
    }
    assert "stage" not in str(made)
    assert audited(project) == []


def test_twice_is_once(call):
    made = call(annotator="cem", reason="Random.")
    assert call(annotator="cem", reason="Random, again.") == made
    assert Exclusion.objects.count() == 1


def test_the_list_has_what_is_in_force_first(call, project):
    first = call(annotator="cem", reason="Random.")
    second = call(record="r1", reason="Broken.")
    third = call(annotator="ann", reason="Careless.")
    restored = call(f"/{third['id']}/restore")
    assert (restored["restored_by"], restored["answers"]) == ("rita", 0)
    assert restored["restored_at"]
    assert [row["id"] for row in call(method="get")] == [second["id"], first["id"], third["id"]]
    assert audited(project) == []


def test_a_period_without_an_end_ends_now(call, project, ann):
    Response.objects.filter(annotator=ann, record__external_id="r1").update(
        submitted_at=timezone.now() - timedelta(days=2)
    )
    since = (timezone.now() - timedelta(days=1)).isoformat()
    made = call(annotator="ann", since=since, reason="Tired.")
    assert (made["answers"], made["whole"]) == (2, False)
    assert made["until"] == made["made_at"]
    again = call(annotator="ann", since=since, reason="Tired.")
    assert again["id"] == made["id"], "nothing came since"
    got = opened(project, ann)
    submit(project, got)
    more = call(annotator="ann", since=since, reason="Tired.")
    assert (more["id"] != made["id"], more["answers"]) == (True, 1)
    assert audited(project) == []


def test_since_the_last_control_passed(call, project, cem):
    [control] = add_controls(project, 1)
    assert call("/preview", 409, annotator="cem", since_last_passed_control=True)["type"] == (
        "urn:quorum:never-passed"
    )
    submit(project, make_check(control, cem), "good")
    last = Response.objects.get(passed=True)
    submit(project, opened(project, cem), "bad")
    made = call(annotator="cem", since_last_passed_control=True, reason="Random since.")
    assert made["answers"] == 1
    assert Exclusion.objects.get().since == last.submitted_at
    assert audited(project) == []


def test_a_control_is_suspended_instead(acme, olga, rita, cem, ann):
    project = make_project(acme, olga, records=30, overlap=1)
    for control in add_controls(project, 8):
        submit(project, make_check(control, ann), "good")
        submit(project, make_check(control, cem), "bad")
        settle(project)
        if Sanction.objects.exists():
            break
    pause = Sanction.objects.get()
    client, url = api(rita), f"/api/v1/projects/{project.pk}"
    body = {"record_id": control.pk, "reason": "Its answer is wrong."}

    found = client.post(f"{url}/exclusions/preview", body, content_type="application/json").json()
    assert found["control"] == {
        "answered": 2, "failed": ["cem"], "lifted": [{"annotator": "cem", "kind": "pause"}],
    }  # fmt: skip
    refused = client.post(f"{url}/exclusions", body, content_type="application/json")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:quorum:control-not-excluded")

    assert client.post(f"{url}/controls/{control.pk}/suspend").status_code == 200
    settle(project)
    pause.refresh_from_db()
    assert pause.verdict == "lifted"
    assert Queue.objects.get(annotator=cem).stage == Stage.WORKING


def test_who_is_barred_loses_what_was_assigned_by_hand(call, project, cem, acme, olga):
    other = make_project(acme, olga, records=2)
    give(other, cem, r1="good")
    assign(project, wanted=[Wanted(1, "r4", "cem")])
    assert call("/preview", annotator="cem")["revoked"] == 1
    call(annotator="cem", reason="Random.")
    assert not Assignment.objects.filter(state__in=Assignment.LIVE, project=project).exists()
    refused = api(olga).post(
        f"/api/v1/projects/{project.pk}/assignments",
        {"assignments": [{"record": "r4", "annotator": "Cem"}, {"record": "r4", "annotator": "ann"}]},
        content_type="application/json",
    )
    assert refused.status_code == 422
    assert [problem["reason"] for problem in refused.json()["problems"]] == [
        "Cem is excluded from this project."
    ]
    assert not Queue.objects.filter(project=other, stage=Stage.EXCLUDED).exists()
    assert audited(project) == []


def test_restored_a_confirmed_pause_still_holds(call, project, cem, rita):
    pause = sanction.impose(
        project, annotator_id=cem.pk, kind="pause", cause="reviewer", evidence={"reason": "Look."}, by=rita
    )
    assert pause
    sanction.confirm(pause, by=rita)
    made = call(annotator="cem", reason="Random.")
    call(f"/{made['id']}/restore")
    assert Queue.objects.get(project=project, annotator=cem).stage == Stage.PAUSED
    assert audited(project) == []


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "nothing-to-exclude"),
        ({"annotator": "nobody"}, 404, "not-found"),
        ({"annotator": "zoe"}, 404, "not-found"),
        ({"record": "r99"}, 404, "not-found"),
        ({"record_id": 10**30}, 404, "not-found"),
        ({"annotator": "nul\0"}, 400, "invalid"),
        ({"annotator": "cem", "since": "soon"}, 400, "invalid"),
        ({"since_last_passed_control": True}, 400, "invalid"),
        (
            {"annotator": "cem", "since": "2031-01-01T00:00Z", "until": "2030-01-01T00:00Z"},
            422,
            "period-backwards",
        ),
        ({"annotator": "cem", "since": "2031-01-01T00:00Z"}, 409, "nothing-counted"),
        ({"record": "r4"}, 409, "nothing-counted"),
    ],
)
def test_what_is_refused(call, zoe, body, status, code):
    assert call(status=status, reason="x", **body)["type"] == f"urn:quorum:{code}"
    assert not Exclusion.objects.exists()


def test_a_reason_is_asked_for(call):
    assert "reason" in call(status=400, annotator="cem")["errors"]
    assert "reason" in call(status=400, annotator="cem", reason="  ")["errors"]


def test_another_projects_exclusion(call, acme, olga, ann, rita):
    other = make_project(acme, olga, records=1)
    made = exclusion.exclude(other, exclusion.Scope(annotator=ann), by=rita, reason="There.")
    call(f"/{made.pk}/restore", 404)
    assert call(method="get") == []


@pytest.mark.parametrize(
    ("who", "status"), [("olga", 200), ("otto", 200), ("rita", 200), ("ann", 404), ("zoe", 404)]
)
@pytest.mark.parametrize("path", ["", "/preview"])
def test_is_for_reviewers(request, call, who, status, path):
    call(path, status, user=request.getfixturevalue(who), annotator="cem", reason="Random.")


def test_the_list_is_for_reviewers(call, ann, zoe):
    for user in (ann, zoe):
        call("", 404, "get", user)
