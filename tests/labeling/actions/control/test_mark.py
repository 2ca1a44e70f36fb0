"""What becomes of a record that is marked as a control, and of one that is no longer."""

import pytest

from labeling.actions import control as controls
from labeling.actions.assignment import Reason, Wanted, assign, expire, open_next, release, skip
from labeling.errors import BadAssignments, ControlInUse, InvalidControl, NotToBeMarked
from labeling.models import Assignment, Consensus, Control, Progress, Response
from labeling.queries import export
from projects.models import Record
from tests.factories.controls import add_controls, control, load, make_check, set_policy
from tests.factories.labeling import answer, audited, drain, give, opened, row, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


def mark(project, name, mood="good", **options):
    record = Record.objects.get(project=project, external_id=name)
    return controls.mark(record, by=project.created_by, answers={"mood": mood}, **options)


def progress(project):
    assert audited(project) == []
    return Progress.objects.get(project=project)


def test_what_was_counted_stays_and_progress_does_not_wait(project, ann, ben):
    give(project, ann, r1="good", r2="good")
    mark(project, "r1")
    found = progress(project)
    assert (found.records, found.wanted, found.counted, found.complete) == (3, 9, 1, 0)
    assert Response.objects.filter(record__external_id="r1").get().counted
    assert Consensus.objects.get(record__external_id="r1").value == "good"
    drain(project, ben)
    assert not Assignment.objects.filter(annotator=ben, record__external_id="r1", purpose="work").exists()


def test_who_has_it_in_work_finishes_and_it_counts(project, ann):
    got = opened(project, ann)
    name = row(got).record.external_id
    mark(project, name)
    assert row(got).purpose == Assignment.Purpose.WORK
    assert opened(project, ann).id == got.id
    assert submit(project, got).counted
    assert Response.objects.get().counted
    assert progress(project).counted == 0


def test_a_record_that_others_hold_is_not_waited_for(acme, olga, ann, ben):
    project = make_project(acme, olga, records=2, overlap=1, queue_depth=1)
    got = opened(project, ann)
    mark(project, row(got).record.external_id)
    assert drain(project, ben, patience=0) == Reason.COMPLETE


def test_it_is_not_assigned_by_hand(project, ann):
    mark(project, "r1")
    with pytest.raises(BadAssignments) as error:
        assign(project, wanted=[Wanted(1, "r1", "ann")])
    [problem] = error.value.context["problems"]
    assert "withheld" in problem["reason"]


def test_exports_leave_it_out_unless_it_was_answered_as_work(project, ann, ben):
    give(project, ann, r1="good", r2="good")
    mark(project, "r1")
    mark(project, "r3")
    submit(project, make_check(control(project, "r3"), ben), "bad")
    assert progress(project).counted == 1
    assert [line["external_id"] for line in export.consensus(project)] == ["r1", "r2"]
    assert [line["external_id"] for line in export.responses(project)] == ["r1", "r2"]
    assert not Consensus.objects.filter(record__external_id="r3").exists()


def test_what_cannot_be_marked(project):
    mark(project, "r1")
    with pytest.raises(NotToBeMarked):
        mark(project, "r1")
    with pytest.raises(InvalidControl):
        mark(project, "r2", mood="fine")
    assert Control.objects.count() == 1
    project.records.filter(external_id="r2").update(retired=True)
    with pytest.raises(NotToBeMarked):
        mark(project, "r2")


def test_unmarked_it_is_work_again_with_what_was_counted(project, ann, ben, cem):
    give(project, ann, r1="good")
    controls.unmark(mark(project, "r1"))
    record = Record.objects.get(external_id="r1")
    assert (record.withheld, record.open_slots, record.is_open) == (False, 2, True)
    assert progress(project).wanted == 12
    drain(project, ben)
    assert Response.objects.filter(record=record, counted=True).count() == 2
    assert audited(project) == []


def test_unmarking_turns_what_is_open_into_work(acme, olga, ann, ben, cem):
    project = make_project(acme, olga, records=1, overlap=1)
    [one] = add_controls(project, 1)
    first, second, third = (make_check(one, person) for person in (ann, ben, cem))
    for person in (ann, ben):
        assert opened(project, person).record_id == one.pk
    controls.unmark(control(project, "c1"))
    assert [a.state for a in map(row, (first, second, third))] == ["open", "expired", "recalled"]
    assert audited(project) == []
    assert submit(project, first).counted
    assert not submit(project, second).counted
    assert not Response.objects.filter(passed__isnull=False).exists()
    assert audited(project) == []


def test_a_control_that_somebody_skipped_can_be_unmarked(acme, olga, ann, ben):
    project = make_project(acme, olga, records=0, overlap=1)
    [one] = add_controls(project, 1)
    skip(make_check(one, ann), reason="no")
    release(make_check(control(project, "c1"), ben))
    controls.unmark(control(project, "c1"))
    assert open_next(project, annotator=ann) == Reason.COMPLETE
    assert answer(project, ben).counted
    assert audited(project) == []


def test_not_where_somebody_was_graded(project, ann):
    found = mark(project, "r1")
    submit(project, make_check(found, ann))
    with pytest.raises(ControlInUse, match="graded"):
        controls.unmark(found)
    assert Control.objects.exists()


def test_not_out_of_a_qualification(project, ann):
    project = set_policy(project, qualification={"controls": 2, "needed": 1})
    add_controls(project, 2)
    opened(project, ann)
    with pytest.raises(ControlInUse, match="qualification"):
        controls.unmark(control(project, "c1"))


def test_an_answer_to_what_became_work_meanwhile_counts(project, ann):
    """The assignment was read with its control, which is gone when the answer is stored."""
    from labeling.actions.response import submit as store

    load(project, {"external_id": "r1", "answers": {"mood": "good"}})
    make_check(control(project, "r1"), ann)
    opened(project, ann)
    read = Assignment.objects.select_related("record__control").get(annotator=ann, record__external_id="r1")
    assert read.record.control
    controls.unmark(control(project, "r1"))
    assert store(read, project, values={"mood": "bad"}).counted
    assert Response.objects.get().passed is None
    assert audited(project) == []


def test_expiry_frees_no_slot(project, ann, django_capture_on_commit_callbacks):
    from datetime import timedelta

    from django.utils import timezone

    [one] = add_controls(project, 1)
    make_check(one, ann)
    assert expire(now=timezone.now() + timedelta(days=1)) == 1
    assert Record.objects.get(pk=one.pk).held == 0
    assert audited(project) == []
