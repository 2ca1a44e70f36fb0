"""The gate at work: real answers to real controls, delivered as events."""

import pytest

from labeling.actions import control as controls
from labeling.actions import response as responses
from labeling.actions.assignment import Reason, open_next
from labeling.actions.sanction import confirm, lift
from labeling.models import Assignment, Control, Queue, Response, Sanction
from labeling.queries.audit import audit
from tests.factories.controls import add_controls, make_check, set_policy
from tests.factories.labeling import opened, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

GOOD_TO_BAD = 5
"""Failed controls in a row that the usual gate flags after."""


@pytest.fixture
def project(acme, olga):
    project = make_project(acme, olga, records=6, overlap=3)
    add_controls(project, 40)
    return set_policy(project, insertion={"initial": 0.0, "settled": 0.0, "floor": 0.0, "warned": 0.0})


def check(project, annotator, *moods):
    """The annotator answers the next controls so."""
    done = Assignment.objects.filter(annotator=annotator).values("record")
    fresh = list(Control.objects.filter(project=project, state="active").exclude(record__in=done))
    for found, mood in zip(fresh, moods, strict=False):
        submit(project, make_check(found, annotator), mood)
    settle(project)


def failed(project):
    """The control that was answered wrongly first."""
    return Control.objects.get(record__responses=Response.objects.earliest("pk"))


def stage(annotator):
    return Queue.objects.get(annotator=annotator).stage


def test_who_clicks_at_random_is_paused_and_the_good_are_not(project, ann, ben):
    opened(project, ann)
    check(project, ann, *["bad"] * GOOD_TO_BAD)
    check(project, ben, *["good", "good", "good", "bad", "good"] * 6)
    assert (stage(ann), stage(ben)) == ("paused", "working")
    [made] = Sanction.objects.all()
    assert (made.annotator, made.kind, made.cause, made.made_by) == (ann, "pause", "gate", None)
    assert (made.evidence["passed"], made.evidence["failed"]) == (0, GOOD_TO_BAD)
    assert made.evidence["llr"] >= made.evidence["bound"]
    assert open_next(project, annotator=ann) is Reason.HELD_BACK
    assert audit(project) == []


def test_the_same_evidence_leads_to_it_once(project, ann):
    for _ in range(3):
        check(project, ann, *["bad"] * 4)
    assert Sanction.objects.count() == 1
    assert Sanction.objects.get().evidence["failed"] == GOOD_TO_BAD, "what came later is not its evidence"


def test_a_lifted_pause_judges_nobody_twice_by_the_same_answers(project, ann, rita):
    check(project, ann, *["bad"] * GOOD_TO_BAD)
    lift(Sanction.objects.get(), by=rita, note="The guidelines were unclear.")
    assert stage(ann) == "working"
    opened(project, ann)
    check(project, ann, *["bad"] * (GOOD_TO_BAD - 1))
    assert (stage(ann), Sanction.objects.count()) == ("working", 1)
    check(project, ann, "bad")
    assert stage(ann) == "paused"
    first, again = Sanction.objects.order_by("pk")
    assert again.evidence["failed"] == GOOD_TO_BAD
    assert (again.response_id or 0) > (first.response_id or 0) > 0
    assert audit(project) == []


def test_a_confirmed_pause_stays_and_may_still_be_lifted(project, ann, rita):
    check(project, ann, *["bad"] * GOOD_TO_BAD)
    confirm(Sanction.objects.get(), by=rita)
    assert open_next(project, annotator=ann) is Reason.HELD_BACK
    assert audit(project) == []
    lift(Sanction.objects.get(), by=rita)
    assert stage(ann) == "working"
    assert audit(project) == []


def test_the_policy_may_only_warn_and_each_warning_has_evidence_of_its_own(project, ann):
    project = set_policy(project, on_gate="warning")
    check(project, ann, *["bad"] * GOOD_TO_BAD)
    assert (stage(ann), Sanction.objects.get().kind) == ("working", "warning")
    assert Queue.objects.get().warned_at == Sanction.objects.get().made_at
    check(project, ann, *["bad"] * GOOD_TO_BAD)
    assert Sanction.objects.count() == 2
    assert audit(project) == []


@pytest.mark.parametrize(("consequence", "made"), [("none", 0), ("notice", 1)])
def test_or_tell_the_reviewers_or_nobody(project, ann, consequence, made):
    project = set_policy(project, on_gate=consequence)
    check(project, ann, *["bad"] * GOOD_TO_BAD)
    assert (stage(ann), Sanction.objects.filter(kind="notice").count()) == ("working", made)
    assert Queue.objects.get().warned_at is None


def test_a_suspended_control_lifts_the_pause_that_it_caused(project, ann, ben):
    check(project, ann, *["bad"] * GOOD_TO_BAD)
    controls.suspend(failed(project))
    settle(project)
    lifted = Sanction.objects.get()
    assert (stage(ann), lifted.verdict, lifted.decided_by) == ("working", "lifted", None)
    assert lifted.note
    assert audit(project) == []


def test_when_it_is_in_force_again_so_is_the_evidence(project, ann):
    check(project, ann, *["bad"] * GOOD_TO_BAD)
    found = controls.suspend(failed(project))
    settle(project)
    controls.activate(found)
    settle(project)
    assert stage(ann) == "paused"
    assert list(Sanction.objects.order_by("pk").values_list("verdict", flat=True)) == ["lifted", ""]
    assert audit(project) == []


def test_an_edited_control_lifts_it_too(project, ann):
    project = set_policy(project, on_gate="warning")
    check(project, ann, *["bad"] * GOOD_TO_BAD)
    controls.edit(failed(project), answers={"mood": ["good", "bad"]})
    settle(project)
    assert Sanction.objects.get().verdict == "lifted"
    assert Queue.objects.get().warned_at is None


def test_what_a_reviewer_confirmed_does_not_fall_by_itself(project, ann, rita):
    check(project, ann, *["bad"] * GOOD_TO_BAD)
    confirm(Sanction.objects.get(), by=rita)
    controls.suspend(failed(project))
    settle(project)
    assert (stage(ann), Sanction.objects.get().verdict) == ("paused", "confirmed")


def test_taking_the_last_answer_back_does_not_take_the_warning_back(project, ann):
    project = set_policy(project, on_gate="warning")
    check(project, ann, *["bad"] * GOOD_TO_BAD)
    responses.undo(project, annotator=ann)
    settle(project)
    assert Response.objects.count() == GOOD_TO_BAD - 1
    assert Sanction.objects.get().verdict == ""


def test_qualification_is_no_evidence(project, ann):
    check(project, ann, *["bad"] * (GOOD_TO_BAD - 1))
    Assignment.objects.filter(annotator=ann).update(purpose="qualification")
    check(project, ann, "bad")
    assert not Sanction.objects.exists()
