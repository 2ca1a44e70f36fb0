from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from labeling.actions import response as responses
from labeling.actions.assignment import expire, flag, release, skip
from labeling.actions.response import undo
from labeling.errors import AlreadySubmitted, InvalidAnswers, KeyReused
from labeling.models import Assignment, Consensus, Event, Response
from projects.actions import state
from projects.actions.record import retire
from projects.models import Record
from tests.factories.labeling import answer, audited, opened, row, settle, submit
from tests.factories.projects import MOOD, make_project

pytestmark = pytest.mark.django_db

LATER = timedelta(days=1)
WHY = {"name": "why", "title": "Why", "kind": "text", "required": False}


@pytest.fixture
def project(acme, olga):
    return make_project(acme, olga, records=3, overlap=1, questions=[MOOD, WHY])


def test_stores_the_answers_and_closes_the_assignment(project, ann):
    got = opened(project, ann)
    Event.objects.all().delete()
    receipt = submit(project, got, {"mood": "good", "why": "because"}, key="k")
    stored = Response.objects.get()
    assert (receipt.id, receipt.assignment_id, receipt.counted) == (stored.pk, got.id, True)
    assert stored.values == {"mood": "good", "why": "because"}
    assert (stored.annotator, stored.record_id, stored.key) == (ann, got.record_id, "k")
    assert stored.opened_at == got.opened_at
    assert stored.submitted_at == receipt.submitted_at == row(got).closed_at
    assert row(got).state == Assignment.State.SUBMITTED
    assert list(Event.objects.values_list("kind", "project", "record_id", "annotator")) == [
        ("submitted", project.pk, got.record_id, ann.pk)
    ]
    assert audited(project) == []


def test_the_same_key_again_is_the_same_receipt(project, ann):
    got = opened(project, ann)
    receipt = submit(project, got, "good", key="k")
    assert submit(project, got, "bad", key="k") == receipt
    assert Response.objects.get().values == {"mood": "good"}


@pytest.mark.parametrize("key", [None, "other"])
def test_another_key_is_told_of_the_first_answer(project, ann, key):
    got = opened(project, ann)
    receipt = submit(project, got, key="k")
    with pytest.raises(AlreadySubmitted) as caught:
        submit(project, got, key=key)
    assert caught.value.context == {"response": receipt.id}


def test_without_a_key_twice_is_refused(project, ann):
    got = opened(project, ann)
    submit(project, got)
    with pytest.raises(AlreadySubmitted):
        submit(project, got)


def test_a_key_belongs_to_one_record(project, ann):
    answer(project, ann, key="k")
    got = opened(project, ann)
    with pytest.raises(KeyReused):
        submit(project, got, key="k")
    assert row(got).state == Assignment.State.OPEN
    assert Response.objects.count() == 1


def test_a_late_answer_with_a_used_key_is_refused_too(project, ann):
    answer(project, ann, key="k")
    got = opened(project, ann)
    expire(now=timezone.now() + LATER)
    with pytest.raises(KeyReused):
        submit(project, got, key="k")


def test_keys_are_each_persons_own(acme, olga, ann, ben):
    project = make_project(acme, olga, records=1, overlap=2)
    answer(project, ann, key="1")
    answer(project, ben, key="1")
    assert Response.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({}, {"mood": "An answer is required."}),
        ({"mood": None}, {"mood": "An answer is required."}),
        ({"mood": "meh"}, {"mood": "Choose one of the options."}),
        ({"mood": ["good"]}, {"mood": "Choose one of the options."}),
        ({"mood": "good", "other": 1}, {"other": "There is no such question."}),
    ],
)
def test_answers_that_do_not_fit(project, ann, values, problems):
    got = opened(project, ann)
    with pytest.raises(InvalidAnswers) as caught:
        submit(project, got, values)
    assert caught.value.context == {"problems": problems}
    assert row(got).state == Assignment.State.OPEN
    assert not Response.objects.exists()
    project.refresh_from_db()
    assert project.answered_at is None


def test_something_must_be_answered(acme, olga, ann):
    project = make_project(acme, olga, records=1, questions=[MOOD | {"required": False}, WHY])
    got = opened(project, ann)
    with pytest.raises(InvalidAnswers, match="Some answers"):
        submit(project, got, {})


def test_the_first_answer_freezes_the_questions(project, ann):
    answer(project, ann)
    project.refresh_from_db()
    first = project.answered_at
    assert first
    answer(project, ann)
    project.refresh_from_db()
    assert project.answered_at == first


def test_what_lies_in_the_queue_may_be_answered_without_opening_it(project, ann):
    opened(project, ann)
    queued = Assignment.objects.filter(state="queued").earliest("pk")
    assert submit(project, queued).counted
    assert Response.objects.get().opened_at == queued.dealt_at


def test_late_with_a_free_slot_it_is_counted(project, ann):
    got = opened(project, ann)
    expire(now=timezone.now() + LATER)
    assert submit(project, got).counted
    assert Record.objects.get(pk=got.record_id).open_slots == 0
    assert audited(project) == []


def test_late_without_one_it_is_kept(acme, olga, ann, ben):
    project = make_project(acme, olga, records=1, overlap=1)
    got = opened(project, ann)
    expire(now=timezone.now() + LATER)
    answer(project, ben, "bad")
    receipt = submit(project, got, key="k")
    assert not receipt.counted
    assert submit(project, got, key="k") == receipt
    settle(project)
    assert Consensus.objects.get().value == "bad", "surplus does not vote"
    assert audited(project) == []


@pytest.mark.parametrize("close", [release, partial(skip, reason="no"), partial(flag, reason="broken")])
def test_whoever_closed_it_and_answers_all_the_same_is_heard(project, ann, close):
    got = opened(project, ann)
    close(row(got))
    assert submit(project, got).counted
    assert audited(project) == []


@pytest.mark.parametrize("change", [state.pause, state.finish])
def test_open_work_may_be_submitted_when_the_project_no_longer_runs(project, ann, change):
    got = opened(project, ann)
    assert submit(change(project), got).counted


# The state has changed since the assignment was read.


def test_read_live_and_lapsed_since(project, ann):
    read = row(opened(project, ann))
    expire(now=timezone.now() + LATER)
    assert responses.submit(read, project, values={"mood": "good"}).counted
    assert Record.objects.get(pk=read.record_id).open_slots == 0
    assert audited(project) == []


def test_read_lapsed_and_dealt_again_since(acme, olga, ann):
    project = make_project(acme, olga, records=1, overlap=2)
    got = opened(project, ann)
    expire(now=timezone.now() + LATER)
    read = row(got)
    assert opened(project, ann).id == got.id
    assert responses.submit(read, project, values={"mood": "good"}).counted
    assert Record.objects.get().open_slots == 1, "it held a slot already"
    assert audited(project) == []


@pytest.mark.parametrize("lapsed", [False, True])
def test_read_before_it_was_submitted(acme, olga, ann, lapsed):
    project = make_project(acme, olga, records=1, overlap=2)
    got = opened(project, ann)
    if lapsed:
        expire(now=timezone.now() + LATER)
    same, other = row(got), row(got)
    receipt = submit(project, got, key="k")
    assert responses.submit(same, project, values={"mood": "bad"}, key="k") == receipt
    with pytest.raises(AlreadySubmitted):
        responses.submit(other, project, values={"mood": "bad"}, key="other")
    assert Response.objects.get().values == {"mood": "good"}
    assert Record.objects.get().open_slots == 1, "nothing takes a second slot"
    assert audited(project) == []


@pytest.mark.parametrize("counted", [True, False])
def test_read_submitted_and_undone_since(acme, olga, ann, ben, counted):
    project = make_project(acme, olga, records=1, overlap=1)
    got = opened(project, ann)
    if not counted:
        expire(now=timezone.now() + LATER)
        answer(project, ben)
    submit(project, got)
    read = row(got)
    undo(project, annotator=ann)
    assert responses.submit(read, project, values={"mood": "bad"}).counted == counted
    assert Response.objects.get(annotator=ann).values == {"mood": "bad"}
    assert audited(project) == []


def test_late_on_a_retired_record_it_is_kept(project, ann):
    got = opened(project, ann)
    expire(now=timezone.now() + LATER)
    retire(Record.objects.get(pk=got.record_id))
    assert not submit(project, got).counted
    assert audited(project) == []
