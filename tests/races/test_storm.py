"""Everything at once, for some seconds: no error but the named ones, no deadlock, and a clean audit."""

import time
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from accounts.errors import QuorumError
from labeling import tasks
from labeling.actions.assignment import (
    Opened,
    Wanted,
    assign,
    expire,
    flag,
    open_next,
    release,
    save_draft,
    skip,
)
from labeling.actions.response import undo
from labeling.models import Assignment, Queue
from projects.actions import project as projects
from projects.actions import state
from projects.actions.record import import_records, numbered, restore, retire
from projects.models import Project, Record
from tests.factories.labeling import audited, drain, make_annotators, row, submit
from tests.factories.projects import make_project
from tests.races.threads import together

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 6


class Storm:
    """Acts on one project, chosen by a dice of each thread's own."""

    def __init__(self, project, crowd):
        self.project, self.crowd = project, crowd
        self.done: Counter[str] = Counter()

    def annotator(self, seed):
        dice = Random(seed)
        acts = [self.answer] * 5 + [
            self.skip,
            self.flag,
            self.release,
            self.undo,
            self.draft,
            self.answer_any,
        ]
        return lambda: self.blow(lambda: dice.choice(acts)(dice))

    def organizer(self, seed):
        dice = Random(seed)
        acts = [
            self.overlap, self.lists, self.rows, self.retire, self.restore, self.pause, self.sweep, self.idle,
        ]  # fmt: skip
        return lambda: self.blow(lambda: dice.choice(acts)(dice), pause=0.03)

    def worker(self):
        self.blow(tasks.deliver_events)

    def blow(self, act, *, pause=0.0):
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            try:
                act()
                self.done["acts"] += 1
            except QuorumError as error:
                self.done[type(error).__name__] += 1
            time.sleep(pause)

    def opened(self, dice):
        project = Project.objects.get(pk=self.project.pk)
        outcome = open_next(project, annotator=dice.choice(self.crowd))
        return (project, row(outcome)) if isinstance(outcome, Opened) else (project, None)

    def answer(self, dice):
        project, got = self.opened(dice)
        if got:
            submit(project, got, dice.choice(["good", "bad"]), key=str(dice.random()))

    def answer_any(self, dice):
        """Also what was closed, expired, recalled or answered long ago."""
        known = Assignment.objects.filter(project=self.project).order_by("pk")
        got = known[dice.randrange(max(1, known.count()))]
        submit(Project.objects.get(pk=self.project.pk), got, "good", key="again")

    def skip(self, dice):
        _, got = self.opened(dice)
        if got:
            skip(got, reason="no")

    def flag(self, dice):
        _, got = self.opened(dice)
        if got:
            flag(got, reason="broken")

    def release(self, dice):
        _, got = self.opened(dice)
        if got:
            release(got)

    def draft(self, dice):
        project, got = self.opened(dice)
        if got:
            save_draft(got, project, values={"mood": "maybe"})

    def undo(self, dice):
        undo(Project.objects.get(pk=self.project.pk), annotator=dice.choice(self.crowd))

    def overlap(self, dice):
        projects.edit(self.project, overlap=dice.randint(1, 5))

    def lists(self, dice):
        rows = enumerate(dice.sample(range(1, 61), 15), start=1)
        wanted = [Wanted(n, f"r{i}", dice.choice(self.crowd).username) for n, i in rows]
        assign(self.project, wanted=wanted, skip_bad_rows=dice.random() < 0.8)

    def rows(self, dice):
        ids = dice.sample(range(1, 91), 12)
        rows = [{"id": f"r{i}", "text": f"text {i}", "priority": dice.randint(-2, 2)} for i in ids]
        import_records(self.project, numbered(rows), skip_bad_rows=True)

    def retire(self, dice):
        retire(dice.choice(Record.objects.filter(project=self.project)[:50]))

    def restore(self, dice):
        for record in Record.objects.filter(project=self.project, retired=True)[:5]:
            restore(record)

    def pause(self, dice):
        state.pause(self.project)
        state.resume(self.project)

    def sweep(self, dice):
        expire(now=timezone.now() + timedelta(days=1))

    def idle(self, dice):
        gone = Queue.objects.filter(project=self.project, annotator=dice.choice(self.crowd))
        gone.update(seen_at=timezone.now() - timedelta(minutes=5))


def test_a_storm_of_every_action(acme, olga):
    project = make_project(acme, olga, records=60, overlap=3, queue_depth=4)
    crowd = make_annotators(acme, 8)
    storm = Storm(project, crowd)

    together(
        *[storm.annotator(seed) for seed in range(8)],
        *[storm.organizer(seed) for seed in range(100, 103)],
        storm.worker,
    )

    assert storm.done["acts"] > 50, storm.done
    assert audited(project) == []

    # And when it has calmed down, the campaign comes to its end.
    for record in Record.objects.filter(project=project, retired=True):
        restore(record)
    expire(now=timezone.now() + timedelta(days=1))
    project.refresh_from_db()
    for annotator in [*crowd, *make_annotators(acme, 5, prefix="late")]:
        drain(project, annotator, patience=0.2)
    assert not Record.objects.filter(project=project, is_open=True).exists()
    assert audited(project) == []
