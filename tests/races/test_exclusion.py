"""Reviewers exclude and restore people while they answer, take answers back and send late ones."""

import time
from datetime import timedelta
from functools import partial
from random import Random

import pytest
from django.utils import timezone

from accounts.errors import QuorumError
from labeling import tasks
from labeling.actions.assignment import Opened, Wanted, assign, expire, open_next, withdraw
from labeling.actions.exclusion import Scope, exclude, preview, restore
from labeling.actions.response import undo
from labeling.models import Assignment, Exclusion, Response
from projects.models import Project, Record
from tests.factories.labeling import audited, drain, give, make_annotators, opened, row, settle, submit
from tests.factories.projects import make_project
from tests.labeling.actions.test_exclusion import numbers
from tests.races.threads import each, together

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 5


class Shift:
    """What annotators and reviewers do to one project, by a dice of each thread's own, until time is up."""

    def __init__(self, project, crowd, reviewer):
        self.project, self.crowd, self.reviewer = project, crowd, reviewer
        self.until = time.monotonic() + SECONDS
        self.done = 0

    def go_on(self, act, seed):
        dice = Random(seed)
        while time.monotonic() < self.until:
            try:
                act(dice)
                self.done += 1
            except QuorumError:
                time.sleep(0.01)

    def answer(self, dice):
        dice.choice([self.next, self.next, self.next, self.undo, self.late])(dice)

    def next(self, dice):
        project = Project.objects.get(pk=self.project.pk)
        got = open_next(project, annotator=dice.choice(self.crowd))
        if isinstance(got, Opened):
            submit(project, got, dice.choice(["good", "bad"]), key=str(dice.random()))

    def undo(self, dice):
        undo(self.project, annotator=dice.choice(self.crowd))

    def late(self, dice):
        """What was closed, recalled or expired, and what is open."""
        closed = Assignment.objects.filter(project=self.project).exclude(state="submitted")
        if known := list(closed.order_by("-pk")[:20]):
            submit(self.project, dice.choice(known), "good", key=str(dice.random()))

    def review(self, dice):
        dice.choice([self.bar, self.period, self.record, self.back, self.back, self.sweep])(dice)
        time.sleep(0.02)

    def bar(self, dice):
        scope = Scope(annotator=dice.choice(self.crowd))
        exclude(
            self.project, scope, by=self.reviewer, reason="x", summary=preview(self.project, scope).figures
        )

    def period(self, dice):
        since = timezone.now() - timedelta(seconds=dice.random() * SECONDS)
        exclude(self.project, Scope(dice.choice(self.crowd), since=since), by=self.reviewer, reason="x")

    def record(self, dice):
        record = dice.choice(Record.objects.filter(project=self.project))
        exclude(self.project, Scope(record=record), by=self.reviewer, reason="x")

    def back(self, dice):
        made = list(Exclusion.objects.filter(project=self.project, restored_at=None))
        if made:
            restore(dice.choice(made), by=self.reviewer)

    def sweep(self, dice):
        expire(now=timezone.now() + timedelta(days=1))

    def hands(self, dice):
        rows = [Wanted(n, f"r{dice.randint(1, 40)}", dice.choice(self.crowd).username) for n in range(1, 6)]
        assign(self.project, wanted=rows, skip_bad_rows=True)

    def deliver(self, dice):
        tasks.deliver_events()


def test_excluded_and_restored_while_twelve_threads_work(acme, olga, rita):
    project = make_project(acme, olga, records=40, overlap=3, queue_depth=4)
    shift = Shift(project, make_annotators(acme, 6), rita)

    together(
        *[partial(shift.go_on, shift.answer, seed) for seed in range(12)],
        *[partial(shift.go_on, shift.review, seed) for seed in (100, 101)],
        partial(shift.go_on, shift.hands, 200),
        partial(shift.go_on, shift.deliver, 300),
    )

    assert shift.done > 50
    assert Exclusion.objects.filter(restored_at__isnull=False).exists()
    assert audited(project) == []

    # At rest: one more exclusion and its restoration change no number.
    for one in Exclusion.objects.filter(restored_at=None).order_by("?"):
        restore(one, by=rita)
    expire(now=timezone.now() + timedelta(days=1))
    withdraw(project)
    assert audited(project) == []
    before = numbers(project)
    made = [exclude(project, Scope(annotator=someone), by=rita, reason="x") for someone in shift.crowd]
    assert audited(project) == []
    assert not Response.objects.filter(counted=True).exists()
    for one in reversed(made):
        restore(one, by=rita)
    assert audited(project) == []
    assert numbers(project) == before

    for annotator in [*shift.crowd, *make_annotators(acme, 3, prefix="late")]:
        drain(project, annotator, patience=0.2)
    assert not Record.objects.filter(project=project, is_open=True).exists()
    assert audited(project) == []


def test_the_same_exclusion_at_the_same_moment_is_one(acme, olga, ann, ben, rita):
    project = make_project(acme, olga, records=5, overlap=2)
    for someone in (ann, ben):
        drain(project, someone)
    settle(project)
    before = numbers(project)
    since = timezone.now() - timedelta(days=1)
    for scope in (Scope(annotator=ann), Scope(annotator=ann, since=since)):
        made = each(lambda scope: exclude(project, scope, by=rita, reason="x"), [scope] * 6)
        assert len({one.pk for one in made}) == 1
        each(lambda one: restore(one, by=rita), made)
        assert audited(project) == []
        assert numbers(project) == before
    assert Exclusion.objects.count() == 2


@pytest.mark.parametrize("closed", [False, True], ids=["in time", "late"])
def test_an_answer_at_the_moment_of_the_exclusion_is_excluded_or_surplus(acme, olga, ann, rita, closed):
    for turn in range(25):
        project = make_project(acme, olga, records=3, overlap=1)
        got = row(opened(project, ann))
        if closed:
            expire(now=timezone.now() + timedelta(days=1))
        together(
            partial(submit, project, got, key=f"{closed}{turn}"),
            partial(exclude, project, Scope(annotator=ann), by=rita, reason="x"),
        )
        assert not Response.objects.get(project=project).counted
        assert audited(project) == []


def test_an_answer_taken_back_at_the_moment_of_the_exclusion(acme, olga, ann, rita):
    for _ in range(12):
        project = make_project(acme, olga, records=2, overlap=1)
        give(project, ann, r1="good")
        record = Record.objects.get(project=project, external_id="r1")
        together(
            partial(undo, project, annotator=ann),
            partial(exclude, project, Scope(record=record), by=rita, reason="x"),
        )
        assert audited(project) == []


def test_nothing_is_assigned_at_the_moment_of_the_exclusion(acme, olga, ann, rita):
    """To somebody who was never here: there is no place to lock yet."""
    for _ in range(12):
        project = make_project(acme, olga, records=2, overlap=1)
        together(
            partial(assign, project, wanted=[Wanted(1, "r1", "ann")]),
            partial(exclude, project, Scope(annotator=ann), by=rita, reason="x"),
        )
        assert not Assignment.objects.filter(project=project, state__in=Assignment.LIVE).exists()
        assert audited(project) == []
