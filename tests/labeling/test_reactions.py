"""The courier: what is delivered, what fails alone, what is parked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from labeling import reactions, tasks
from labeling.actions import agreement
from labeling.models import Agreement, Assignment, Consensus, Event, Progress, Queue, Standing
from labeling.queries.audit import audit
from projects.models import Question
from tests.factories.labeling import answer, audited, drain, opened, settle
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga):
    project = make_project(acme, olga, records=4, overlap=2)
    settle(project)
    return project


class Refusing:
    """A reaction that fails for one record."""

    def __init__(self):
        self.refused = None

    def __call__(self, project, events):
        if any(event.record_id == self.refused for event in events):
            raise ValueError("not this one")


@pytest.fixture
def refusing(monkeypatch):
    reaction = Refusing()
    kind = Event.Kind.SUBMITTED
    monkeypatch.setitem(reactions.REACTIONS, kind, (*reactions.REACTIONS[kind], reaction))
    return reaction


def now_due(project):
    Progress.objects.filter(project=project).update(due_at=timezone.now())


def test_delivers_and_deletes(project, ann):
    answer(project, ann)
    now_due(project)
    delivery = reactions.deliver(project.pk)
    assert (delivery.events, delivery.annotators, delivery.refreshed, delivery.more) == (
        1,
        {ann.pk},
        True,
        False,
    )
    assert not Event.objects.exists()
    assert Consensus.objects.get().value == "good"
    assert Standing.objects.get().counted == 1
    assert Progress.objects.get().counted == 1
    assert Progress.objects.get().stale is False


def test_nothing_to_deliver(project):
    delivery = reactions.deliver(project.pk)
    assert (delivery.events, delivery.refreshed, delivery.more) == (0, False, False)


def test_a_project_that_was_never_delivered_gets_its_progress(acme, olga):
    project = make_project(acme, olga, records=2)
    assert not Progress.objects.exists()
    reactions.deliver(project.pk)
    assert Progress.objects.get().records == 2


def test_batches(project, ann, ben, monkeypatch):
    monkeypatch.setattr(reactions, "BATCH", 3)
    drain(project, ann)
    deliveries = [reactions.deliver(project.pk) for _ in range(2)]
    assert [(delivery.events, delivery.more) for delivery in deliveries] == [(3, True), (1, False)]
    assert audited(project) == []


def test_summaries_wait_until_they_are_due_and_are_then_caught_up(project, ann):
    Progress.objects.update(due_at=timezone.now() + timedelta(minutes=1))
    answer(project, ann)
    assert not reactions.deliver(project.pk).refreshed
    assert Progress.objects.get().counted == 0
    assert Progress.objects.get().stale
    assert Consensus.objects.get().value == "good", "what belongs to the record does not wait"
    assert reactions.due() == []
    now_due(project)
    assert reactions.due() == [project.pk]
    assert reactions.deliver(project.pk).refreshed
    assert Progress.objects.get().counted == 1
    assert Progress.objects.get().due_at > timezone.now()


def test_who_has_gone_is_no_longer_active_though_nothing_happens(project, ann):
    answer(project, ann)
    settle(project)
    assert Progress.objects.get(project=project).active == 1
    assert project.pk not in reactions.due()

    before = timezone.now() - timedelta(hours=1)
    Queue.objects.filter(project=project).update(seen_at=before)
    Progress.objects.filter(project=project).update(updated_at=before, due_at=before)

    assert project.pk in reactions.due()
    assert reactions.deliver(project.pk).refreshed
    assert Progress.objects.get(project=project).active == 0
    assert project.pk not in reactions.due()


def test_a_failing_event_holds_up_no_other(project, ann, refusing):
    receipts = [answer(project, ann) for _ in range(3)]
    bad = Assignment.objects.get(pk=receipts[1].assignment_id)
    refusing.refused = bad.record_id

    delivery = reactions.deliver(project.pk)

    assert delivery.events == 2
    left = Event.objects.get()
    assert (left.record_id, left.attempts, left.error, left.parked) == (
        bad.record_id, 1, "ValueError: not this one", False,
    )  # fmt: skip
    assert set(Consensus.objects.values_list("record__assignments", flat=True)) == {
        receipts[0].assignment_id, receipts[2].assignment_id,
    }  # fmt: skip


def test_it_is_parked_after_some_attempts_and_stays_to_be_seen(project, ann, refusing):
    refusing.refused = Assignment.objects.get(pk=answer(project, ann).assignment_id).record_id
    for _ in range(reactions.ATTEMPTS):
        assert not Event.objects.get().parked
        reactions.deliver(project.pk)
    parked = Event.objects.get()
    assert (parked.attempts, parked.parked) == (5, True)
    assert reactions.due() == []
    assert reactions.deliver(project.pk).events == 0
    assert "events undelivered" in {difference.what for difference in audit(project)}
    # Once the fault is repaired, it is delivered like any other.
    refusing.refused = None
    Event.objects.update(parked=False)
    settle(project)
    assert audited(project) == []


def test_a_question_that_is_broken_parks_its_answers_only(acme, olga, ann, project):
    other = make_project(acme, olga, records=2)
    answer(project, ann)
    answer(other, ann)
    Question.objects.filter(project=project).update(settings={"options": []})
    for _ in range(reactions.ATTEMPTS):
        tasks.deliver_events()
        now_due(project)
    assert list(Event.objects.values_list("project", "parked")) == [(project.pk, True)]
    assert audited(other) == []


def test_summaries_that_fail_park_no_event(project, ann, monkeypatch, caplog):
    answer(project, ann)
    now_due(project)

    def fails(project):
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(agreement, "refresh", fails)
        delivery = reactions.deliver(project.pk)
    assert (delivery.events, delivery.refreshed) == (1, False)
    assert "could not be refreshed" in caplog.text
    assert not Event.objects.exists()
    assert Progress.objects.get().stale
    assert Progress.objects.get().due_at > timezone.now() + timedelta(seconds=20)
    assert audited(project) == []


def test_the_task_delivers_all_projects_and_tops_up_who_acted(project, acme, olga, ann, ben):
    other = make_project(acme, olga, records=20, queue_depth=4)
    answer(project, ann)
    for _ in range(3):
        answer(other, ben)
    assert reactions.due() == [project.pk, other.pk]
    tasks.deliver_events()
    assert not Event.objects.exists()
    assert Assignment.objects.filter(annotator=ben, state__in=Assignment.LIVE).count() == 5


def test_the_sweep_task(project, ann):
    got = opened(project, ann)
    Assignment.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    tasks.expire()
    assert Assignment.objects.get(pk=got.id).state == "expired"


def test_agreement_of_each_question_has_a_row(project, ann):
    answer(project, ann)
    settle(project)
    assert Agreement.objects.get().question.project == project
