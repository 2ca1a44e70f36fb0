"""One annotator in several tabs, and answers that are sent more than once."""

import contextlib
from functools import partial
from random import Random

import pytest

from accounts.errors import QuorumError
from labeling.actions.assignment import Opened, Reason, open_next, release, skip
from labeling.actions.response import Receipt, undo
from labeling.errors import AlreadySubmitted, KeyReused, NothingToUndo
from labeling.models import Assignment, Response
from tests.factories.labeling import answer, audited, make_annotators, opened, row, submit
from tests.factories.projects import make_project
from tests.races.threads import together

pytestmark = pytest.mark.django_db(transaction=True)


def open_assignments(project):
    return Assignment.objects.filter(project=project, state=Assignment.State.OPEN)


def test_tabs_that_ask_at_once_get_the_same_record(acme, olga, ann):
    project = make_project(acme, olga, records=20)

    outcomes = together(*[lambda: open_next(project, annotator=ann)] * 8)

    assert len({outcome.id for outcome in outcomes}) == 1
    assert open_assignments(project).count() == 1
    assert Assignment.objects.filter(project=project).count() == project.queue_depth


def test_two_tabs_label_one_campaign_without_answering_twice(acme, olga, ann):
    project = make_project(acme, olga, records=40, overlap=2, queue_depth=3)

    def tab(number):
        def work():
            while isinstance(got := open_next(project, annotator=ann), Opened):
                with contextlib.suppress(AlreadySubmitted):
                    submit(project, got, key=f"{got.id}-{number}")
            return got

        return work

    assert together(tab(1), tab(2), tab(3)) == [Reason.COMPLETE] * 3

    assert Response.objects.filter(project=project, annotator=ann, counted=True).count() == 40
    assert audited(project) == []


def test_one_key_sent_many_times_at_once_is_one_response(acme, olga, ann):
    project = make_project(acme, olga, records=5)
    got = opened(project, ann)

    receipts = together(*[lambda: submit(project, got, key="once")] * 8)

    assert len({(receipt.id, receipt.counted, receipt.submitted_at) for receipt in receipts}) == 1
    assert Response.objects.filter(project=project).count() == 1
    assert audited(project) == []


def test_of_two_keys_at_once_one_is_told_that_it_came_second(acme, olga, ann):
    project = make_project(acme, olga, records=5)
    got = opened(project, ann)

    outcomes = together(*[partial(submit, project, got, key=key) for key in ("one", "other")])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadySubmitted", "Receipt"]
    stored = Response.objects.get(project=project)
    [refused] = [outcome for outcome in outcomes if isinstance(outcome, AlreadySubmitted)]
    assert refused.context == {"response": stored.pk}
    assert audited(project) == []


def test_one_key_for_two_records_at_once_is_refused_for_one(acme, olga, ann):
    project = make_project(acme, olga, records=5)
    opened(project, ann)
    queue = list(Assignment.objects.filter(project=project, annotator=ann).order_by("id")[:2])

    outcomes = together(*[partial(submit, project, one, key="same") for one in queue])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["KeyReused", "Receipt"]
    assert Response.objects.filter(project=project).count() == 1
    assert [KeyReused, Receipt] == sorted({type(outcome) for outcome in outcomes}, key=lambda t: t.__name__)
    assert audited(project) == []


def test_undone_in_two_tabs_is_undone_once(acme, olga, ann):
    project = make_project(acme, olga, records=5)
    answer(project, ann)

    outcomes = together(*[lambda: undo(project, annotator=ann)] * 4)

    assert sum(isinstance(outcome, Opened) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, NothingToUndo) for outcome in outcomes) == 3
    assert not Response.objects.filter(project=project).exists()
    assert audited(project) == []


def test_a_storm_of_everything_in_three_tabs_each(acme, olga):
    """Next, submit, skip, release, undo by four people on few records: all named errors, every slot accounted for."""
    project = make_project(acme, olga, records=25, overlap=2, queue_depth=3)
    crowd = make_annotators(acme, 4)

    def tab(annotator, seed):
        def act():
            dice = Random(seed)
            for _ in range(25):
                try:
                    got = open_next(project, annotator=annotator)
                    if isinstance(got, Reason):
                        undo(project, annotator=annotator)
                        continue
                    dice.choice(acts)(got, annotator)
                except QuorumError:
                    pass

        return act

    acts = [
        lambda got, annotator: submit(project, got),
        lambda got, annotator: submit(project, got),
        lambda got, annotator: skip(row(got), reason="no"),
        lambda got, annotator: release(row(got)),
        lambda got, annotator: undo(project, annotator=annotator),
    ]
    together(*[tab(annotator, (annotator.pk * 10 + n)) for annotator in crowd for n in range(3)])

    for annotator in crowd:
        assert open_assignments(project).filter(annotator=annotator).count() <= 1
    assert audited(project) == []
