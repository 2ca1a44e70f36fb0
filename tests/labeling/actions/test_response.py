from datetime import timedelta

import pytest
from django.utils import timezone

from labeling.actions.assignment import expire, release, skip
from labeling.actions.response import undo
from labeling.errors import AlreadySubmitted, InvalidAnswers, KeyReused, NothingToUndo, NotRunning
from labeling.models import Assignment, Consensus, Event, Response
from projects.actions import state
from projects.models import Record
from tests.factories.labeling import answer, audited, opened, row, settle, submit
from tests.factories.projects import MOOD, make_project

pytestmark = pytest.mark.django_db

LATER = timedelta(days=1)
WHY = {"name": "why", "title": "Why", "kind": "text", "required": False}


@pytest.fixture
def project(acme, olga):
    return make_project(acme, olga, records=3, overlap=1, questions=[MOOD, WHY])


class TestSubmit:
    def test_stores_the_answers_and_closes_the_assignment(self, project, ann):
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

    def test_the_same_key_again_is_the_same_receipt(self, project, ann):
        got = opened(project, ann)
        receipt = submit(project, got, "good", key="k")
        assert submit(project, got, "bad", key="k") == receipt
        assert Response.objects.get().values == {"mood": "good"}

    @pytest.mark.parametrize("key", [None, "other"])
    def test_another_key_is_told_of_the_first_answer(self, project, ann, key):
        got = opened(project, ann)
        receipt = submit(project, got, key="k")
        with pytest.raises(AlreadySubmitted) as caught:
            submit(project, got, key=key)
        assert caught.value.context == {"response": receipt.id}

    def test_without_a_key_twice_is_refused(self, project, ann):
        got = opened(project, ann)
        submit(project, got)
        with pytest.raises(AlreadySubmitted):
            submit(project, got)

    def test_a_key_belongs_to_one_record(self, project, ann):
        answer(project, ann, key="k")
        got = opened(project, ann)
        with pytest.raises(KeyReused):
            submit(project, got, key="k")
        assert row(got).state == Assignment.State.OPEN
        assert Response.objects.count() == 1

    def test_a_late_answer_with_a_used_key_is_refused_too(self, project, ann):
        answer(project, ann, key="k")
        got = opened(project, ann)
        expire(now=timezone.now() + LATER)
        with pytest.raises(KeyReused):
            submit(project, got, key="k")

    def test_keys_are_each_persons_own(self, acme, olga, ann, ben):
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
    def test_answers_that_do_not_fit(self, project, ann, values, problems):
        got = opened(project, ann)
        with pytest.raises(InvalidAnswers) as caught:
            submit(project, got, values)
        assert caught.value.context == {"problems": problems}
        assert row(got).state == Assignment.State.OPEN
        assert not Response.objects.exists()
        project.refresh_from_db()
        assert project.answered_at is None

    def test_something_must_be_answered(self, acme, olga, ann):
        project = make_project(acme, olga, records=1, questions=[MOOD | {"required": False}, WHY])
        got = opened(project, ann)
        with pytest.raises(InvalidAnswers, match="Some answers"):
            submit(project, got, {})

    def test_the_first_answer_freezes_the_questions(self, project, ann):
        answer(project, ann)
        project.refresh_from_db()
        first = project.answered_at
        assert first
        answer(project, ann)
        project.refresh_from_db()
        assert project.answered_at == first

    def test_what_lies_in_the_queue_may_be_answered_without_opening_it(self, project, ann):
        opened(project, ann)
        queued = Assignment.objects.filter(state="queued").earliest("pk")
        assert submit(project, queued).counted
        assert Response.objects.get().opened_at == queued.dealt_at

    def test_late_with_a_free_slot_it_is_counted(self, project, ann):
        got = opened(project, ann)
        expire(now=timezone.now() + LATER)
        assert submit(project, got).counted
        assert Record.objects.get(pk=got.record_id).open_slots == 0
        assert audited(project) == []

    def test_late_without_one_it_is_kept(self, acme, olga, ann, ben):
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

    @pytest.mark.parametrize("close", [release, lambda a: skip(a, reason="no")])
    def test_whoever_closed_it_and_answers_all_the_same_is_heard(self, project, ann, close):
        got = opened(project, ann)
        close(row(got))
        assert submit(project, got).counted
        assert audited(project) == []

    @pytest.mark.parametrize("change", [state.pause, state.finish])
    def test_open_work_may_be_submitted_when_the_project_no_longer_runs(self, project, ann, change):
        got = opened(project, ann)
        assert submit(change(project), got).counted


class TestUndo:
    def test_the_answers_come_back_as_a_draft(self, project, ann):
        got = opened(project, ann)
        submit(project, got, "bad")
        reopened = undo(project, annotator=ann)
        assert (reopened.id, reopened.draft, reopened.fields) == (got.id, {"mood": "bad"}, got.fields)
        assert reopened.opened_at == got.opened_at
        assert not Response.objects.exists()
        assert opened(project, ann).id == got.id
        assert audited(project) == []
        submit(project, got, "good")
        assert audited(project) == []
        assert Consensus.objects.get(answers=1).value == "good"

    def test_what_is_open_meanwhile_goes_back_into_the_queue(self, project, ann):
        answer(project, ann)
        second = opened(project, ann)
        undo(project, annotator=ann)
        assert row(second).state == Assignment.State.QUEUED
        assert audited(project) == []

    def test_one_after_the_other(self, project, ann):
        first, second = answer(project, ann), answer(project, ann)
        assert undo(project, annotator=ann).id == second.assignment_id
        assert undo(project, annotator=ann).id == first.assignment_id
        with pytest.raises(NothingToUndo):
            undo(project, annotator=ann)

    def test_only_ones_own(self, project, ann, ben):
        answer(project, ann)
        with pytest.raises(NothingToUndo):
            undo(project, annotator=ben)

    def test_within_an_hour(self, project, ann):
        answer(project, ann)
        Response.objects.update(submitted_at=timezone.now() - timedelta(minutes=59))
        kept = undo(project, annotator=ann)
        submit(project, kept)
        Response.objects.update(submitted_at=timezone.now() - timedelta(minutes=61))
        with pytest.raises(NothingToUndo):
            undo(project, annotator=ann)
        assert Response.objects.exists()

    def test_also_while_the_project_is_paused_but_not_when_it_is_finished(self, project, ann):
        answer(project, ann)
        answer(project, ann)
        undo(state.pause(project), annotator=ann)
        with pytest.raises(NotRunning, match="finished"):
            undo(state.finish(project), annotator=ann)

    def test_a_surplus_answer_may_come_late_again(self, acme, olga, ann, ben):
        project = make_project(acme, olga, records=1, overlap=1)
        got = opened(project, ann)
        expire(now=timezone.now() + LATER)
        answer(project, ben)
        submit(project, got, "bad")
        reopened = undo(project, annotator=ann)
        assert (reopened.id, reopened.draft) == (got.id, {"mood": "bad"})
        assert row(got).state == Assignment.State.EXPIRED
        assert audited(project) == []
        assert not submit(project, got).counted
        assert audited(project) == []

    def test_a_late_answer_to_what_was_never_opened(self, project, ann):
        opened(project, ann)
        queued = Assignment.objects.filter(state="queued").earliest("pk")
        expire(now=timezone.now() + LATER)
        submit(project, queued)
        assert undo(project, annotator=ann).id == queued.pk
        assert audited(project) == []

    def test_the_key_is_free_again(self, project, ann):
        got = opened(project, ann)
        submit(project, got, "bad", key="k")
        undo(project, annotator=ann)
        assert submit(project, got, "good", key="k").counted
        assert Response.objects.get().values == {"mood": "good"}
