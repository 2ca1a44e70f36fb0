"""Many annotators, one campaign: every slot is given once, and nobody is sent home while one is free."""

import time
from random import Random

import pytest

from labeling.actions.assignment import Opened, Reason, open_next, skip
from labeling.models import Assignment, Response
from projects.models import Record
from tests.factories.labeling import audited, make_annotators, row, submit
from tests.factories.projects import make_project
from tests.races.threads import each

pytestmark = pytest.mark.django_db(transaction=True)


def takeable(project, annotator):
    """Records with a free slot that this annotator may be dealt."""
    mine = Assignment.objects.filter(annotator=annotator).exclude(state__in=Assignment.REVIVABLE)
    return set(
        Record.objects.filter(project=project, is_open=True)
        .exclude(pk__in=mine.values("record"))
        .values_list("pk", flat=True)
    )


def has_work(project, annotator):
    return Assignment.objects.filter(project=project, annotator=annotator, state__in=Assignment.LIVE).exists()


def work(project, annotator, act, *, until=30.0):
    """Act on each assignment; wait when told to wait. Returns the records that were free before and after COMPLETE."""
    deadline = time.monotonic() + until
    while time.monotonic() < deadline:
        before = takeable(project, annotator) if not has_work(project, annotator) else set()
        outcome = open_next(project, annotator=annotator)
        if isinstance(outcome, Opened):
            act(outcome)
        elif outcome == Reason.COMPLETE:
            return before & takeable(project, annotator)
        else:
            time.sleep(0.05)
    raise AssertionError(f"{annotator} still waits")


def test_fifty_annotators_give_exactly_the_answers_asked_for(acme, olga):
    project = make_project(acme, olga, records=500, overlap=3)
    crowd = make_annotators(acme, 50)

    def shift(annotator):
        moods = Random(annotator.pk)
        return work(project, annotator, lambda got: submit(project, got, moods.choice(["good", "bad"])))

    overlooked = each(shift, crowd)

    assert overlooked == [set()] * 50
    assert Response.objects.filter(project=project, counted=True).count() == 1500
    assert not Response.objects.filter(project=project, counted=False).exists()
    assert not Assignment.objects.filter(project=project, state__in=Assignment.LIVE).exists()
    assert audited(project) == []


def test_slots_given_back_by_skipping_are_taken_by_others(acme, olga):
    project = make_project(acme, olga, records=30, overlap=3)
    crowd = make_annotators(acme, 12)

    def shift(annotator):
        dice = Random(annotator.pk)

        def act(got):
            if dice.random() < 0.3:
                skip(row(got), reason="not mine")
            else:
                submit(project, got)

        return work(project, annotator, act)

    each(shift, crowd)

    # Whoever was sent home before others skipped finds what they left; the rest has been skipped by too many.
    for annotator in crowd:
        while isinstance(got := open_next(project, annotator=annotator), Opened):
            submit(project, got)
        assert got == Reason.COMPLETE
    assert not any(takeable(project, annotator) for annotator in crowd)
    assert Response.objects.filter(project=project, counted=True).count() == 90
    assert audited(project) == []


def test_the_last_record_goes_to_one_of_many(acme, olga):
    project = make_project(acme, olga, records=1, overlap=1)

    outcomes = each(lambda annotator: open_next(project, annotator=annotator), make_annotators(acme, 20))

    assert sum(isinstance(outcome, Opened) for outcome in outcomes) == 1
    assert outcomes.count(Reason.WAITING) == 19
    assert audited(project) == []
