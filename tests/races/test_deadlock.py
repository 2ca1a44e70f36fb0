"""Two who wait for each other: the one that PostgreSQL breaks off tries again."""

import pytest
from django.db import OperationalError, connection, transaction

from labeling.actions.assignment import flag, slots
from labeling.actions.response import undo
from labeling.models import Assignment
from tests.factories.labeling import audited, opened, row, submit
from tests.factories.projects import make_project
from tests.races.test_answers import while_it_waits

pytestmark = pytest.mark.django_db(transaction=True)


def crossing(assignment):
    """Holds the assignment, is waited for by who holds its record, and then wants that."""
    with connection.cursor() as cursor:
        # The other one finds out first, and gives way.
        cursor.execute("SET LOCAL deadlock_timeout = '1min'")
    Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
    yield
    slots.lock([assignment.record_id])


@pytest.mark.parametrize("act", ["flag", "undo"])
def test_who_gives_way_tries_again(acme, olga, ann, act):
    project = make_project(acme, olga, records=2, overlap=1)
    got = row(opened(project, ann))
    if act == "undo":
        submit(project, got)
    acts = {"flag": lambda: flag(got, reason="broken"), "undo": lambda: undo(project, annotator=ann)}
    steps = crossing(got)

    while_it_waits(acts[act], lambda: next(steps), then=lambda: next(steps, None))

    assert row(got).state == {"flag": "flagged", "undo": "open"}[act]
    assert audited(project) == []


def test_within_a_larger_transaction_nothing_is_run_again(acme, olga, ann):
    project = make_project(acme, olga, records=2, overlap=1)
    got = row(opened(project, ann))
    steps = crossing(got)

    def larger():
        with transaction.atomic():
            flag(got, reason="broken")

    with pytest.raises(OperationalError):
        while_it_waits(larger, lambda: next(steps), then=lambda: next(steps, None))
