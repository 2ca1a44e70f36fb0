from datetime import timedelta

import pytest
from django.utils import timezone

from labeling.actions.assignment import expire
from labeling.actions.response import undo
from labeling.errors import NothingToUndo, NotRunning
from labeling.models import Assignment, Consensus, Response
from projects.actions import state
from tests.factories.labeling import answer, audited, opened, row, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

LATER = timedelta(days=1)


@pytest.fixture
def project(acme, olga):
    return make_project(acme, olga, records=3, overlap=1)


def test_the_answers_come_back_as_a_draft(project, ann):
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


def test_what_is_open_meanwhile_goes_back_into_the_queue(project, ann):
    answer(project, ann)
    second = opened(project, ann)
    undo(project, annotator=ann)
    assert row(second).state == Assignment.State.QUEUED
    assert audited(project) == []


def test_one_after_the_other(project, ann):
    first, second = answer(project, ann), answer(project, ann)
    assert undo(project, annotator=ann).id == second.assignment_id
    assert undo(project, annotator=ann).id == first.assignment_id
    with pytest.raises(NothingToUndo):
        undo(project, annotator=ann)


def test_only_ones_own(project, ann, ben):
    answer(project, ann)
    with pytest.raises(NothingToUndo):
        undo(project, annotator=ben)


def test_within_an_hour(project, ann):
    answer(project, ann)
    Response.objects.update(submitted_at=timezone.now() - timedelta(minutes=59))
    kept = undo(project, annotator=ann)
    submit(project, kept)
    Response.objects.update(submitted_at=timezone.now() - timedelta(minutes=61))
    with pytest.raises(NothingToUndo):
        undo(project, annotator=ann)
    assert Response.objects.exists()


def test_also_while_the_project_is_paused_but_not_when_it_is_finished(project, ann):
    answer(project, ann)
    answer(project, ann)
    undo(state.pause(project), annotator=ann)
    with pytest.raises(NotRunning, match="finished"):
        undo(state.finish(project), annotator=ann)


def test_a_surplus_answer_may_come_late_again(acme, olga, ann, ben):
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


def test_a_late_answer_to_what_was_never_opened(project, ann):
    opened(project, ann)
    queued = Assignment.objects.filter(state="queued").earliest("pk")
    expire(now=timezone.now() + LATER)
    submit(project, queued)
    assert undo(project, annotator=ann).id == queued.pk
    assert audited(project) == []


def test_the_key_is_free_again(project, ann):
    got = opened(project, ann)
    submit(project, got, "bad", key="k")
    undo(project, annotator=ann)
    assert submit(project, got, "good", key="k").counted
    assert Response.objects.get().values == {"mood": "good"}
