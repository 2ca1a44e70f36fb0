"""Controls are dealt among the records: at the rate of the policy, each once to a person, and nobody can tell."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from labeling.actions import control as controls
from labeling.actions.assignment import Opened, Reason, expire, flag, open_next, release, skip, top_up
from labeling.actions.response import undo
from labeling.models import Assignment, Control, Progress, Queue, Response
from projects.models import Record
from tests.factories.controls import add_controls, control, set_policy
from tests.factories.labeling import audited, drain, make_annotators, opened, row, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

ALWAYS = {"initial": 1.0, "settled": 1.0, "floor": 1.0, "evidence": 1000}
NEVER = {"initial": 0.0, "settled": 0.0, "floor": 0.0}


def checks(project, annotator=None):
    found = Assignment.objects.filter(project=project).exclude(purpose="work")
    return found.filter(annotator=annotator) if annotator else found


def queue(project, annotator):
    """What lies in the queue, in its order."""
    live = Assignment.objects.filter(project=project, annotator=annotator, state__in=Assignment.LIVE)
    return list(live.order_by(F("manual").desc(), "position", "id"))


def make(acme, olga, *, records, pool, insertion=ALWAYS, overlap=1, **changes):
    project = make_project(acme, olga, records=records, overlap=overlap, **changes)
    add_controls(project, pool)
    return set_policy(project, insertion=insertion)


def test_about_one_in_ten_is_a_control(acme, olga):
    """Of 2,000 records dealt to 20 people 200 are expected; 120 and 280 are six standard deviations away."""
    plain = {"initial": 0.1, "settled": 0.1, "floor": 0.1}
    project = make(acme, olga, records=100, pool=60, insertion=plain, overlap=20, queue_depth=10)
    for person in make_annotators(acme, 20):
        assert drain(project, person, patience=0) == Reason.COMPLETE
    assert Response.objects.filter(counted=True).count() == 2000
    assert 120 <= checks(project).count() <= 280
    graded = Response.objects.filter(passed__isnull=False)
    assert graded.count() == checks(project).count()
    assert audited(project) == []


def test_the_rate_falls_once_there_is_evidence(acme, olga, ann):
    """10 in every 10 until 20 were seen; then as one over the number seen, but no less than the floor: none here."""
    project = make(
        acme, olga, records=60, pool=60, insertion=ALWAYS | {"evidence": 20, "settled": 0.0, "floor": 0.0}
    )
    drain(project, ann, patience=0)
    assert checks(project).count() == 20
    assert Queue.objects.get(annotator=ann).controls == 20


def test_none_where_the_policy_wants_none(acme, olga, ann):
    project = make(acme, olga, records=20, pool=5, insertion=NEVER)
    drain(project, ann, patience=0)
    assert not checks(project).exists()


def test_a_warning_brings_more(acme, olga, ann):
    project = make(acme, olga, records=10, pool=10, insertion=NEVER | {"warned": 1.0})
    opened(project, ann)
    assert not checks(project).exists()
    Queue.objects.update(warned_at=timezone.now())
    drain(project, ann, patience=0)
    assert checks(project).count() >= 5


def test_never_the_same_twice_to_a_person(acme, olga, ann, ben):
    project = make(acme, olga, records=20, pool=7, overlap=2)
    for person in (ann, ben):
        drain(project, person, patience=0)
        found = [check.record_id for check in checks(project, person)]
        assert (len(found), len(set(found))) == (7, 7)
    assert set(Control.objects.values_list("exposures", flat=True)) == {2}
    assert audited(project) == []


def test_the_exposure_cap_holds(acme, olga):
    project = make(acme, olga, records=10, pool=3, overlap=4)
    project = set_policy(project, insertion=ALWAYS, watch={"exposures": 2})
    for person in make_annotators(acme, 4):
        drain(project, person, patience=0)
    assert set(Control.objects.values_list("exposures", flat=True)) == {2}
    assert checks(project).count() == 6


def test_without_a_cap_everybody_may_see_them(acme, olga):
    project = make(acme, olga, records=5, pool=1, overlap=3)
    project = set_policy(project, insertion=ALWAYS, watch={"exposures": None})
    for person in make_annotators(acme, 3):
        drain(project, person, patience=0)
    assert Control.objects.get().exposures == 3


def test_numbers_and_times_follow_the_queue(acme, olga, ann):
    """In each batch that is dealt: nothing in numbers, places and times tells a control from a record."""
    project = make(acme, olga, records=24, pool=24, insertion=NEVER | {"initial": 0.5}, queue_depth=8)
    for _ in range(3):
        opened(project, ann)
        lying = queue(project, ann)
        assert [a.pk for a in lying] == sorted(a.pk for a in lying)
        assert (len({a.dealt_at for a in lying}), len({a.manual for a in lying})) == (1, 1)
        work = {a.position for a in lying if a.purpose == "work"}
        assert not work or {a.position for a in lying} == work
        for assignment in lying:
            submit(project, assignment)
    assert checks(project).exists()


def test_where_no_record_is_left_no_control_is_dealt(acme, olga, ann, ben):
    project = make(acme, olga, records=4, pool=20)
    assert drain(project, ann, patience=0) == Reason.COMPLETE
    assert Response.objects.filter(counted=True).count() == 4
    assert drain(project, ben, patience=0) == Reason.COMPLETE
    assert not Assignment.objects.filter(annotator=ben).exists()


def test_dealt_one_by_one_each_record_comes_in_the_end(acme, olga, ann):
    project = make(acme, olga, records=3, pool=2, queue_depth=1)
    drain(project, ann, patience=0)
    assert checks(project).count() == 2
    assert Response.objects.filter(counted=True).count() == 3


def test_topping_up_mixes_them_in_too(acme, olga, ann):
    project = make(acme, olga, records=20, pool=20, queue_depth=4)
    for _ in range(3):
        submit(project, opened(project, ann))
    before = checks(project).count()
    top_up(project.pk, annotators=[ann.pk])
    assert checks(project).count() > before


def test_what_an_answer_says_is_the_same_for_all(acme, olga, ann):
    project = make(acme, olga, records=3, pool=3)
    receipts = []
    while isinstance(got := open_next(project, annotator=ann), Opened):
        receipts.append((row(got).purpose, submit(project, got, "bad")))
    assert {purpose for purpose, _ in receipts} == {"work", "control"}
    assert all(receipt.counted and receipt.feedback is None for _, receipt in receipts)
    assert Response.objects.filter(counted=True).count() == 3


def held():
    return {record.external_id: record.held for record in Record.objects.filter(withheld=True)}


@pytest.mark.parametrize("leave", ["skip", "flag", "release", "expire", "submit"])
def test_however_one_leaves_a_control_it_frees_no_slot(acme, olga, ann, leave):
    project = make(acme, olga, records=2, pool=2, overlap=2)
    got = opened(project, ann)
    assert row(got).purpose == "control"
    acts = {
        "skip": lambda: skip(row(got), reason="x"),
        "flag": lambda: flag(row(got), reason="x"),
        "release": lambda: release(row(got)),
        "expire": lambda: expire(now=timezone.now() + timedelta(days=1)),
        "submit": lambda: submit(project, got),
    }
    acts[leave]()
    assert held() == {"c1": 0, "c2": 0}
    assert audited(project) == []


@pytest.mark.parametrize("let_go", [release, lambda check: expire(now=timezone.now() + timedelta(days=1))])
def test_one_that_somebody_let_go_is_one_exposure(acme, olga, ann, let_go):
    project = make(acme, olga, records=2, pool=1)
    let_go(row(opened(project, ann)))
    expire(now=timezone.now() + timedelta(days=1))
    Queue.objects.update(exhausted_until=None)
    drain(project, ann, patience=0)
    assert (checks(project).count(), Control.objects.get().exposures) == (1, 1)
    assert Response.objects.filter(counted=True).count() == 2
    assert audited(project) == []


def test_exposures_count_checks_and_not_the_work_it_was_before(acme, olga, ann, ben):
    project = make_project(acme, olga, records=3, overlap=2, queue_depth=1)
    got = opened(project, ann)
    name = str(row(got).record.external_id)
    release(row(got))
    controls.mark(row(got).record, by=olga, answers={"mood": "good"})
    project = set_policy(project, insertion=ALWAYS)
    for person in (ann, ben):
        drain(project, person, patience=0)
    assert control(project, name).exposures == checks(project).count() >= 1
    assert audited(project) == []


def test_a_control_that_comes_late_is_graded_and_holds_nothing(acme, olga, ann):
    project = make(acme, olga, records=1, pool=1)
    got = opened(project, ann)
    expire(now=timezone.now() + timedelta(days=1))
    receipt = submit(project, got, "bad")
    assert receipt.counted
    assert (Response.objects.get().counted, Response.objects.get().passed) == (False, False)
    assert audited(project) == []


def test_an_answer_to_a_control_is_taken_back_and_graded_again(acme, olga, ann):
    project = make(acme, olga, records=2, pool=1)
    got = opened(project, ann)
    assert row(got).purpose == "control"
    submit(project, got, "bad")
    settle(project)
    assert (Control.objects.get().answered, Control.objects.get().passed) == (1, 0)
    back = undo(project, annotator=ann)
    assert (back.id, back.draft) == (got.id, {"mood": "bad"})
    assert audited(project) == []
    assert Control.objects.get().answered == 0
    submit(project, got, "good")
    assert Response.objects.get().passed is True
    assert audited(project) == []
    assert (Control.objects.get().answered, Control.objects.get().passed) == (1, 1)


def test_progress_knows_nothing_of_them(acme, olga, ann):
    project = make(acme, olga, records=3, pool=3)
    drain(project, ann, patience=0)
    assert audited(project) == []
    found = Progress.objects.get(project=project)
    assert (found.records, found.wanted, found.counted, found.complete, found.surplus) == (3, 3, 3, 3, 0)
