"""Sanctions over the API: one's own, everybody's for reviewers, and the way from a pause back to work."""

import pytest

from labeling.actions.sanction import impose
from labeling.models import Queue, Sanction, Suspicion
from tests.factories.controls import add_controls, make_check, set_policy
from tests.factories.labeling import answer, api, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

REVIEWED = {
    ("get", "sanctions"): 200,
    ("post", "sanctions"): 201,
    ("get", "suspicions"): 200,
    ("get", "rules"): 200,
    ("post", "rules/backtest"): 200,
}


@pytest.fixture
def project(acme, olga, ann, ben):
    project = make_project(acme, olga, records=6, overlap=3)
    answer(project, ann)
    settle(project)
    return project


@pytest.fixture
def clicker(project, ann):
    """Ann, paused for her answers to controls."""
    for control in add_controls(project, 5):
        submit(project, make_check(control, ann), "bad")
    settle(project)
    assert Queue.objects.get(annotator=ann).stage == "paused"
    return ann


def call(user, project, method, path, **body):
    address = f"/api/v1/projects/{project.pk}/{path}"
    return getattr(api(user), method)(address, body, content_type="application/json")


def own(user, project):
    return call(user, project, "get", "sanction").json()["sanction"]


def warned(project, annotator):
    evidence = {"reason": "Slow down."}
    return impose(project, annotator_id=annotator.pk, kind="warning", cause="reviewer", evidence=evidence)


@pytest.mark.parametrize(("method", "path"), list(REVIEWED))
def test_only_reviewers_know_of_others(project, olga, rita, ann, zoe, method, path):
    body = (
        {"annotator": "ben", "kind": "warning", "reason": "x"}
        if (method, path) == ("post", "sanctions")
        else {}
    )
    for user in (olga, rita):
        assert call(user, project, method, path, **body).status_code == REVIEWED[method, path]
    for user, status in ((ann, 404), (zoe, 404), (None, 401)):
        assert call(user, project, method, path, **body).status_code == status


def test_only_organizers_set_rules(project, otto, rita, ann):
    for user, status in ((otto, 200), (rita, 404), (ann, 404)):
        assert call(user, project, "put", "rules", rules=[]).status_code == status


def test_the_paused_person_sees_why_with_figures_and_appeals_once(project, clicker, rita):
    held = call(clicker, project, "post", "next").json()
    assert (held["assignment"], held["reason"]) == (None, "held_back")
    shown = own(clicker, project)
    assert (shown["kind"], shown["verdict"]) == ("pause", "")
    assert "right answer is known" in shown["why"]
    assert {"what": "Check records answered rightly", "value": "0 of 5"} in shown["figures"]
    assert "evidence" not in shown

    appealed = call(clicker, project, "post", "sanction/appeal", text="My cat sat on the keyboard.")
    assert appealed.json()["sanction"]["appeal"] == "My cat sat on the keyboard."
    again = call(clicker, project, "post", "sanction/appeal", text="And my dog.")
    assert (again.status_code, again.json()["type"]) == (409, "urn:quorum:already-appealed")

    [row] = call(rita, project, "get", "sanctions?state=appealed").json()["results"]
    assert (row["annotator"], row["cause"], row["evidence"]["failed"]) == ("ann", "gate", 5)
    lifted = call(rita, project, "post", f"sanctions/{row['id']}/lift", note="Poor cat.")
    assert (lifted.status_code, lifted.json()["decided_by"]) == (200, "rita")
    assert call(rita, project, "get", "sanctions?state=open").json()["results"] == []

    assert call(clicker, project, "post", "next").json()["assignment"]
    told = own(clicker, project)
    assert (told["verdict"], told["note"]) == ("lifted", "Poor cat.")
    assert call(clicker, project, "post", "sanction/dismiss").status_code == 204
    assert own(clicker, project) is None


def test_a_confirmed_pause_stays_and_says_so(project, clicker, rita):
    pk = Sanction.objects.get().pk
    assert call(rita, project, "post", f"sanctions/{pk}/confirm", note="No.").status_code == 200
    assert call(clicker, project, "post", "next").json()["reason"] == "held_back"
    assert (own(clicker, project)["verdict"], own(clicker, project)["note"]) == ("confirmed", "No.")
    late = call(clicker, project, "post", "sanction/appeal", text="Please.")
    assert late.json()["type"] == "urn:quorum:already-decided"


def test_an_annotator_sees_and_appeals_their_own_only(project, clicker, ben, zoe):
    assert own(ben, project) is None
    nothing = call(ben, project, "post", "sanction/appeal", text="For Ann.")
    assert (nothing.status_code, nothing.json()["type"]) == (409, "urn:quorum:nothing-to-appeal")
    assert Sanction.objects.get().appealed_at is None
    assert call(ben, project, "post", "sanction/dismiss").status_code == 204
    assert Sanction.objects.get().seen_at is None
    pk = Sanction.objects.get().pk
    for user in (clicker, ben):
        for verdict in ("lift", "confirm"):
            assert call(user, project, "post", f"sanctions/{pk}/{verdict}").status_code == 404
    for path in ("sanction", "sanction/appeal"):
        assert call(zoe, project, "get" if path == "sanction" else "post", path, text="x").status_code == 404


def test_a_verdict_belongs_to_its_project(project, clicker, acme, olga, zoo, zoe):
    pk = Sanction.objects.get().pk
    theirs = make_project(zoo, zoe)
    assert call(zoe, theirs, "post", f"sanctions/{pk}/lift").status_code == 404
    assert call(olga, make_project(acme, olga), "post", f"sanctions/{pk}/lift").status_code == 404
    assert Sanction.objects.get().verdict == ""


def test_the_policy_may_keep_the_figures(project, clicker, rita):
    set_policy(project, shows_figures=False)
    assert own(clicker, project)["figures"] == []
    assert call(rita, project, "get", "sanctions").json()["results"][0]["figures"]


def test_a_warning_is_shown_until_it_is_dismissed(project, ann):
    warned(project, ann)
    assert own(ann, project)["why"] == "Slow down."
    call(ann, project, "post", "sanction/dismiss")
    assert own(ann, project) is None


def test_notices_and_trials_are_not_for_annotators(project, ann, rita):
    for kind, trial in (("notice", False), ("pause", True)):
        impose(project, annotator_id=ann.pk, kind=kind, cause="rule", rule="R", evidence={}, trial=trial)
    assert own(ann, project) is None
    assert len(call(rita, project, "get", "sanctions?state=trial").json()["results"]) == 1
    assert len(call(rita, project, "get", "sanctions?state=open").json()["results"]) == 1


def test_reviewers_warn_and_pause(project, rita, ann, ben):
    sent = {"annotator": "ANN", "kind": "pause", "reason": "Let us talk."}
    made = call(rita, project, "post", "sanctions", **sent)
    assert (made.status_code, made.json()["made_by"], made.json()["annotator"]) == (201, "rita", "ann")
    assert own(ann, project)["why"] == "Let us talk."
    twice = call(rita, project, "post", "sanctions", **sent)
    assert (twice.status_code, twice.json()["type"]) == (409, "urn:quorum:already-paused")
    assert call(rita, project, "post", "sanctions", **sent | {"annotator": "zoe"}).status_code == 404
    assert call(rita, project, "post", "sanctions", **sent | {"kind": "notice"}).status_code == 400
    assert own(ben, project) is None


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001, "\x00", "\ud800"])
def test_texts_that_are_none(project, clicker, text):
    answer = call(clicker, project, "post", "sanction/appeal", text=text)
    assert answer.status_code == 400, answer.content


def test_suspicions_come_with_their_sentence(project, rita, ann, ben):
    Suspicion.objects.create(
        project=project, annotator=ann, other=ben, kind="pair", weight=7.5, figures={"common": 20},
        sentence="Of 20 common records …", found_at="2030-01-01T00:00Z",
    )  # fmt: skip
    [row] = call(rita, project, "get", "suspicions").json()["results"]
    assert (row["annotator"], row["other"], row["sentence"]) == ("ann", "ben", "Of 20 common records …")
