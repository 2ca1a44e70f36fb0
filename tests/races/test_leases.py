"""Leases that run out while people are at work."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from labeling.actions.assignment import Opened, Reason, expire, open_next, skip
from labeling.errors import AlreadySubmitted
from labeling.models import Assignment, Queue, Response
from projects.models import Record
from tests.factories.labeling import audited, drain, make_annotators, opened, row, submit
from tests.factories.projects import make_project
from tests.races.threads import each, together

pytestmark = pytest.mark.django_db(transaction=True)

LATER = timedelta(days=1)


def test_late_work_takes_the_slot_if_it_is_still_free(acme, olga, ann):
    project = make_project(acme, olga, records=1, overlap=1)
    got = opened(project, ann)
    assert expire(now=timezone.now() + LATER) == 1
    assert Record.objects.get(project=project).open_slots == 1

    assert submit(project, got).counted

    assert Record.objects.get(project=project).open_slots == 0
    assert audited(project) == []


def test_late_work_is_kept_as_surplus_where_the_slot_is_taken(acme, olga, ann, ben):
    project = make_project(acme, olga, records=1, overlap=1)
    late = opened(project, ann)
    expire(now=timezone.now() + LATER)
    submit(project, opened(project, ben), "bad")

    assert not submit(project, late, key="late").counted
    assert not submit(project, late, key="late").counted

    assert Response.objects.filter(project=project, counted=False).count() == 1
    assert audited(project) == []


def test_two_come_late_for_one_slot(acme, olga):
    project = make_project(acme, olga, records=1, overlap=1)
    late = []
    for annotator in make_annotators(acme, 6):
        late.append(opened(project, annotator))
        expire(now=timezone.now() + LATER)

    receipts = each(lambda got: submit(project, got), late)

    assert sum(receipt.counted for receipt in receipts) == 1
    assert Response.objects.filter(project=project).count() == 6
    assert audited(project) == []


def test_the_sweep_at_the_moment_of_submitting_and_skipping(acme, olga):
    """Whichever comes first, each slot is counted, given back or kept free, never twice and never lost."""
    project = make_project(acme, olga, records=60, overlap=2, queue_depth=5)
    crowd = make_annotators(acme, 8)
    tomorrow = timezone.now() + LATER

    def shift(annotator):
        for turn in range(12):
            if not isinstance(got := open_next(project, annotator=annotator), Opened):
                return
            try:
                skip(row(got), reason="no") if turn % 3 == 2 else submit(project, got)
            except AlreadySubmitted:
                raise AssertionError("nobody else answers this") from None

    def sweep():
        return sum(expire(now=tomorrow) for _ in range(25))

    *_, swept, also_swept = together(*[partial(shift, a) for a in crowd], sweep, sweep)

    assert swept + also_swept > 0
    assert audited(project) == []
    for annotator in crowd:
        drain(project, annotator)
    assert audited(project) == []


def test_what_lies_unopened_with_people_who_have_gone_is_done_by_others(acme, olga, ann):
    project = make_project(acme, olga, records=10, overlap=1, queue_depth=10)
    opened(project, ann)
    crowd = make_annotators(acme, 4)
    assert [open_next(project, annotator=annotator) for annotator in crowd] == [Reason.WAITING] * 4
    Queue.objects.filter(project=project, annotator=ann).update(seen_at=timezone.now() - timedelta(minutes=3))

    each(lambda annotator: drain(project, annotator, patience=1), crowd)

    # All but the one that she has open.
    assert Response.objects.filter(project=project, counted=True).count() == 9
    assert Assignment.objects.filter(annotator=ann, state=Assignment.State.RECALLED).count() == 9
    assert open_next(project, annotator=crowd[0]) == Reason.WAITING
    assert audited(project) == []


def test_somebody_comes_back_while_their_queue_is_recalled(acme, olga, ann):
    project = make_project(acme, olga, records=12, overlap=1, queue_depth=12)
    first = opened(project, ann)
    submit(project, first)
    crowd = make_annotators(acme, 3)
    Queue.objects.filter(project=project, annotator=ann).update(seen_at=timezone.now() - timedelta(minutes=3))

    together(*[partial(drain, project, a) for a in [*crowd, ann]])

    assert Response.objects.filter(project=project, counted=True).count() == 12
    assert not Response.objects.filter(project=project, counted=False).exists()
    assert audited(project) == []
