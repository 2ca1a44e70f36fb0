from datetime import timedelta

import pytest
from django.utils import timezone

from labeling.actions import progress
from labeling.actions.assignment import expire, skip
from labeling.models import Assignment, Progress, Queue
from projects.actions.record import retire
from projects.models import Record
from tests.factories.labeling import answer, give, opened, row, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


def test_counts_by_hand(project, ann, ben, cem):
    give(project, ann, r1="good", r2="good")
    give(project, ben, r1="good")
    give(project, cem, r1="good")
    skip(row(opened(project, ben)), reason="no")
    settle(project)
    found = Progress.objects.get()
    live = Assignment.objects.filter(state__in=Assignment.LIVE).count()
    assert (found.records, found.wanted, found.complete, found.counted) == (4, 12, 1, 4)
    assert (found.surplus, found.skipped, found.flagged, found.live) == (0, 1, 0, live)
    assert found.active == 1
    assert found.updated_at
    assert found.updated_at > timezone.now() - timedelta(seconds=10)


def test_surplus_and_retired(acme, olga, ann, ben):
    project = make_project(acme, olga, records=1, overlap=1)
    late = opened(project, ann)
    expire(now=timezone.now() + timedelta(days=1))
    answer(project, ben)
    submit(project, late)
    settle(project)
    assert Progress.objects.values_list("counted", "surplus", "complete").get() == (1, 1, 1)
    retire(Record.objects.get())
    settle(project)
    assert Progress.objects.values_list("records", "wanted", "complete").get() == (0, 0, 0)


def test_who_was_not_here_for_five_minutes_is_not_active(project, ann):
    opened(project, ann)
    now = timezone.now()
    assert progress.counts(project, now=now)["active"] == 1
    Queue.objects.update(seen_at=now - timedelta(minutes=6))
    assert progress.counts(project, now=now)["active"] == 0
