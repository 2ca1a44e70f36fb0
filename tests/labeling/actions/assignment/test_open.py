from datetime import timedelta

import pytest
from django.utils import timezone

from labeling.actions.assignment import Opened, Reason, Wanted, assign, expire, open_next, release, skip
from labeling.models import Assignment, Queue
from projects.actions.record import retire
from projects.models import Project, Record, State
from tests.factories.labeling import answer, drain, opened, row, settle, submit
from tests.factories.projects import add_records, make_project

pytestmark = pytest.mark.django_db


def test_the_same_one_until_it_is_closed(acme, olga, ann):
    project = make_project(acme, olga, records=10)
    first = opened(project, ann)
    assert opened(project, ann).id == first.id
    submit(project, first)
    assert opened(project, ann).id != first.id


def test_what_is_opened_has_the_fields_and_a_lease(acme, olga, ann):
    project = make_project(acme, olga, records=1, lease_minutes=7)
    got = opened(project, ann)
    assert got.fields == {"text": "text 1"}
    assert got.draft is None
    assert got.expires_at - got.opened_at == timedelta(minutes=7)
    assert row(got).state == Assignment.State.OPEN


def test_asking_again_renews_the_lease_and_keeps_the_beginning(acme, olga, ann):
    project = make_project(acme, olga, records=1)
    got = opened(project, ann)
    earlier = timezone.now() - timedelta(minutes=20)
    Assignment.objects.filter(pk=got.id).update(opened_at=earlier, expires_at=earlier + timedelta(minutes=30))
    again = opened(project, ann)
    assert again.opened_at == earlier
    assert again.expires_at > timezone.now() + timedelta(minutes=29)


def test_records_come_in_queue_order(acme, olga, ann):
    project = make_project(acme, olga)
    records = add_records(project, 12)
    seen = []
    for _ in records:
        got = opened(project, ann)
        seen.append(got.record_id)
        submit(project, got)
    assert seen == [record.pk for record in records]


def test_what_is_urgent_comes_first(acme, olga, ann):
    project = make_project(acme, olga, records=5, queue_depth=1)
    [urgent] = add_records(project, 1, start=100, priority=9)
    assert opened(project, ann).record_id == urgent.pk


@pytest.mark.parametrize("state", [State.DRAFT, State.PAUSED, State.FINISHED])
def test_a_project_that_does_not_run_deals_nothing(acme, olga, ann, state):
    project = make_project(acme, olga, state=state, records=3)
    assert open_next(project, annotator=ann) == Reason(state)
    assert not Assignment.objects.exists()


def test_complete_when_one_has_answered_all(acme, olga, ann):
    project = make_project(acme, olga, records=3)
    assert drain(project, ann) == Reason.COMPLETE


def test_a_project_without_records_is_complete(acme, olga, ann):
    assert open_next(make_project(acme, olga), annotator=ann) == Reason.COMPLETE


def test_waiting_while_others_hold_the_last_records(acme, olga, ann, ben):
    project = make_project(acme, olga, records=1, overlap=1)
    got = opened(project, ann)
    assert open_next(project, annotator=ben) == Reason.WAITING
    submit(project, got)
    assert open_next(project, annotator=ben) == Reason.COMPLETE


def test_a_record_given_back_right_after_one_was_told_to_wait_is_found(acme, olga, ann, ben):
    """Within the seconds in which the queue is known to be empty."""
    project = make_project(acme, olga, records=1, overlap=1)
    got = opened(project, ann)
    assert open_next(project, annotator=ben) == Reason.WAITING
    skip(row(got), reason="no")
    assert opened(project, ben).record_id == got.record_id


def test_records_added_right_after_the_end_are_found(acme, olga, ann):
    project = make_project(acme, olga, records=1)
    assert drain(project, ann) == Reason.COMPLETE
    [added] = add_records(project, 1, start=50)
    assert opened(project, ann).record_id == added.pk


def test_a_glance_that_does_not_see_all_never_says_complete(acme, olga, ann, monkeypatch):
    monkeypatch.setattr("labeling.actions.assignment.open.GLANCE", 3)
    project = make_project(acme, olga, records=4)
    assert drain(project, ann) == Reason.COMPLETE
    assert open_next(project, annotator=ann) == Reason.WAITING, "a glance at three of four"
    Queue.objects.update(exhausted_until=timezone.now() - timedelta(seconds=1))
    assert open_next(project, annotator=ann) == Reason.COMPLETE, "a whole look"


def test_what_one_has_skipped_never_comes_back(acme, olga, ann):
    project = make_project(acme, olga, records=1)
    skip(row(opened(project, ann)), reason="no")
    assert open_next(project, annotator=ann) == Reason.COMPLETE


def test_what_one_has_released_or_let_expire_may_come_back(acme, olga, ann):
    project = make_project(acme, olga, records=1)
    first = opened(project, ann)
    release(row(first))
    assert opened(project, ann).id == first.id
    expire(now=timezone.now() + timedelta(days=1))
    assert row(first).state == Assignment.State.EXPIRED
    assert opened(project, ann).id == first.id
    assert Record.objects.get().open_slots == 2


def test_retired_records_are_dealt_to_nobody(acme, olga, ann, ben):
    project = make_project(acme, olga, records=1, overlap=1)
    retire(Record.objects.get())
    assert open_next(project, annotator=ann) == Reason.COMPLETE


def test_a_retired_record_that_somebody_has_open_is_waited_for_by_nobody(acme, olga, ann, ben):
    project = make_project(acme, olga, records=1, overlap=1)
    opened(project, ann)
    retire(Record.objects.get())
    assert open_next(project, annotator=ben) == Reason.COMPLETE


def test_a_chosen_record_comes_before_what_was_dealt(acme, olga, ann):
    project = make_project(acme, olga, records=20)
    opened(project, ann)
    last = project.records.latest("position")
    assign(project, wanted=[Wanted(1, last.pk, "ann")])
    submit(project, opened(project, ann))
    assert opened(project, ann).record_id == last.pk


def test_dealing_goes_to_the_depth_of_the_queue_and_no_further(acme, olga, ann):
    project = make_project(acme, olga, records=20, queue_depth=4)
    opened(project, ann)
    assert Assignment.objects.count() == 4
    for _ in range(3):
        answer(project, ann)
    opened(project, ann)
    assert Assignment.objects.count() == 4
    answer(project, ann)
    opened(project, ann)
    assert Assignment.objects.count() == 8


def test_towards_the_end_less_is_dealt_ahead(acme, olga, ann, ben):
    project = make_project(acme, olga, records=6, overlap=1, queue_depth=5)
    settle(project)
    opened(project, ann)
    settle(project)
    opened(project, ben)
    assert (
        list(Assignment.objects.values_list("annotator__username").order_by("annotator_id", "id")).count(
            ("ben",)
        )
        < 3
    )


def test_somebody_far_ahead_is_dealt_what_lies_behind_them(acme, olga, ann, ben):
    """The cursor wraps around once: a slot that opens behind it is found."""
    project = make_project(acme, olga, records=6, overlap=1, queue_depth=1)
    first = opened(project, ben)
    for _ in range(5):
        answer(project, ann)
    release(row(first))
    assert opened(project, ann).record_id == first.record_id


def test_the_idle_are_recalled_before_anybody_is_told_to_wait(acme, olga, ann, ben):
    project = make_project(acme, olga, records=5, overlap=1)
    kept = opened(project, ann)
    Queue.objects.update(seen_at=timezone.now() - timedelta(minutes=3))
    assert isinstance(open_next(project, annotator=ben), Opened)
    states = dict(Assignment.objects.filter(annotator=ann).values_list("pk", "state"))
    assert states.pop(kept.id) == "open", "what is open stays with whoever opened it"
    assert set(states.values()) == {"recalled"}


def test_neither_the_present_nor_the_chosen_are_recalled(acme, olga, ann, ben):
    project = make_project(acme, olga, records=3, overlap=1, queue_depth=3)
    assign(project, wanted=[Wanted(n, f"r{n}", "ann") for n in (1, 2, 3)])
    Queue.objects.create(project=project, annotator=ann, seen_at=timezone.now() - timedelta(hours=1))
    assert open_next(project, annotator=ben) == Reason.COMPLETE
    other = make_project(acme, olga, records=3, overlap=1, queue_depth=3)
    opened(other, ann)
    assert open_next(other, annotator=ben) == Reason.WAITING
    assert not Assignment.objects.filter(state="recalled").exists()


def test_a_second_project_is_none_of_its_business(acme, olga, ann):
    one, other = make_project(acme, olga, records=3), make_project(acme, olga, records=3)
    a, b = opened(one, ann), opened(other, ann)
    assert row(a).project == one
    assert row(b).project == other
    assert Project.objects.count() == 2
