"""Suspending, resuming, retiring and editing controls: who is judged by them, and who hears of it."""

from typing import Any

import pytest

from labeling.actions import control as controls
from labeling.actions.assignment import Reason, open_next
from labeling.errors import InvalidControl, WrongControlState
from labeling.models import Assignment, Control, Event, Queue, Response
from labeling.quality.control import Insertion
from projects.actions import project as projects
from projects.models import Record
from tests.factories.controls import add_controls, control, load, make_check, set_policy
from tests.factories.labeling import answer, audited, opened, settle, submit
from tests.factories.projects import MOOD, make_project

pytestmark = pytest.mark.django_db

State = Control.State


@pytest.fixture
def checked(project, ann, ben):
    """A control that Ann passed and Ben failed; nobody is told of it yet."""
    [one] = add_controls(project, 1)
    for person, mood in ((ann, "good"), (ben, "bad")):
        submit(project, make_check(control(project, "c1"), person), mood)
    settle(project)
    return one


def grades():
    return dict(Response.objects.values_list("annotator__username", "passed"))


def judged():
    return set(Event.objects.filter(kind="judged").values_list("annotator__username", flat=True))


def test_answers_are_graded_and_counted(project, checked):
    found = control(project, "c1")
    assert grades() == {"ann": True, "ben": False}
    assert (found.answered, found.passed, found.exposures) == (2, 1, 2)
    assert audited(project) == []


def test_other_answers_grade_everybody_anew(project, checked):
    found = controls.edit(checked, answers={"mood": "bad"}, explanation="After all.")
    assert grades() == {"ann": False, "ben": True}
    assert judged() == {"ann", "ben"}
    assert (found.accepted, found.explanation) == ({"mood": ["bad"]}, "After all.")
    assert audited(project) == []
    controls.edit(checked, answers={"mood": ["bad", "good"]})
    assert grades() == {"ann": True, "ben": True}
    assert audited(project) == []
    assert control(project, "c1").passed == 2


def test_a_tolerance_does_so_too(acme, olga, ann):
    stars = {"name": "stars", "title": "Stars", "kind": "rating"}
    project = make_project(acme, olga, questions=[stars])
    load(project, {"external_id": "c", "text": "x", "answers": {"stars": 4}})
    submit(project, make_check(control(project, "c"), ann), {"stars": 5})
    assert grades() == {"ann": False}
    controls.edit(control(project, "c"), tolerance={"stars": 1})
    assert grades() == {"ann": True}
    controls.edit(control(project, "c"), answers={"stars": 3})
    assert (grades(), control(project, "c").tolerance) == ({"ann": False}, {"stars": 1.0})
    assert audited(project) == []


def test_an_explanation_alone_judges_nobody(project, checked):
    controls.edit(checked, explanation="So.")
    assert not judged()


def test_what_does_not_fit_changes_nothing(project, checked):
    wrongs: list[dict[str, Any]] = [
        {"answers": {"mood": "fine"}},
        {"answers": {}},
        {"tolerance": {"x": 1}},
    ]
    for wrong in wrongs:
        with pytest.raises(InvalidControl):
            controls.edit(checked, **wrong)
    assert control(project, "c1").accepted == {"mood": ["good"]}
    assert grades() == {"ann": True, "ben": False}


def test_an_answer_graded_while_somebody_edited_is_graded_again(project, checked):
    """As if the submission had read the control before the edit, and been stored after it."""
    controls.edit(checked, answers={"mood": "bad"})
    Response.objects.filter(annotator__username="ann").update(passed=True)
    assert audited(project) == []
    assert grades() == {"ann": False, "ben": True}


def test_suspended_it_is_dealt_to_nobody_and_everybody_is_told(project, checked, cem):
    project = set_policy(project, insertion={"initial": 1.0})
    controls.suspend(checked)
    assert judged() == {"ann", "ben"}
    for _ in range(4):
        answer(project, cem)
    assert not Assignment.objects.filter(annotator=cem).exclude(purpose="work").exists()
    settle(project)
    controls.activate(checked)
    assert judged() == {"ann", "ben"}
    assert control(project, "c1").state == State.ACTIVE


def test_again_changes_nothing_and_tells_nobody(project, checked):
    controls.suspend(checked)
    settle(project)
    controls.suspend(checked)
    assert not judged()
    controls.activate(checked)
    settle(project)
    controls.activate(checked)
    assert not judged()


def test_retired_it_stays_evidence_and_can_come_back(project, checked):
    assert controls.retire(checked).state == State.RETIRED
    assert not judged()
    assert Record.objects.get(pk=checked.pk).withheld
    assert controls.activate(checked).state == State.ACTIVE
    controls.suspend(checked)
    with pytest.raises(WrongControlState):
        controls.retire(checked)
    assert audited(project) == []


def test_what_is_proposed_is_declined_or_approved(project):
    record = Record.objects.get(external_id="r1")
    made = controls.mark(record, by=project.created_by, answers={"mood": "good"}, proposed=True)
    assert not Record.objects.get(pk=record.pk).withheld
    with pytest.raises(WrongControlState):
        controls.suspend(made)
    assert controls.retire(made).state == State.RETIRED
    assert Record.objects.get(pk=record.pk).is_open
    assert audited(project) == []
    assert controls.activate(made).state == State.ACTIVE
    assert Record.objects.get(pk=record.pk).withheld
    assert audited(project) == []


def test_a_retired_record_is_not_dealt_as_a_control(project, ann):
    project = set_policy(project, insertion={"initial": 1.0})
    add_controls(project, 1)
    Record.objects.filter(external_id="c1").update(retired=True)
    for _ in range(4):
        answer(project, ann)
    assert not Assignment.objects.exclude(purpose="work").exists()


def test_questions_that_change_before_the_first_answer_suspend_what_fits_no_more(project):
    load(
        project,
        {"external_id": "r1", "answers": {"mood": "good"}},
        {"external_id": "r2", "answers": {"mood": "bad"}},
    )
    projects.edit(project, questions=[MOOD | {"settings": {"options": ["good", "worse"]}}])
    settle(project)
    assert control(project, "r1").state == State.ACTIVE
    assert (control(project, "r2").state, bool(control(project, "r2").reason)) == (State.SUSPENDED, True)
    with pytest.raises(InvalidControl):
        controls.activate(control(project, "r2"))
    controls.edit(control(project, "r2"), answers={"mood": "worse"})
    assert controls.activate(control(project, "r2")).reason == ""


def test_whoever_a_bad_control_kept_out_is_let_in(project, ann, ben):
    project = set_policy(
        project,
        qualification={"controls": 2, "needed": 2, "rounds": 1},
        insertion=Insertion(initial=0, settled=0, floor=0).model_dump(),
    )
    add_controls(project, 2)
    for person, moods in ((ann, ("good", "bad")), (ben, ("bad", "bad"))):
        for mood in moods:
            answer(project, person, mood)
        assert open_next(project, annotator=person) == Reason.REJECTED
    settle(project)
    failed = Response.objects.get(annotator=ann, passed=False).record.control
    controls.suspend(failed)
    settle(project)
    assert Queue.objects.get(annotator=ann).stage == "working"
    assert Queue.objects.get(annotator=ben).stage == "rejected"
    assert opened(project, ann)
    assert open_next(project, annotator=ben) == Reason.REJECTED
    controls.edit(control(project, "c1"), answers={"mood": ["good", "bad"]})
    controls.edit(control(project, "c2"), answers={"mood": ["good", "bad"]})
    settle(project)
    assert opened(project, ben)
    assert audited(project) == []
