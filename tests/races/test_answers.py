"""An answer that waits for somebody, and finds what they have changed."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from labeling.actions.assignment import expire, release
from labeling.errors import InvalidAnswers
from labeling.models import Response
from projects.actions import project as projects
from projects.models import Project, Record
from tests.factories.labeling import answer, audited, opened, row, submit
from tests.factories.projects import MOOD, make_project

pytestmark = pytest.mark.django_db(transaction=True)

WAITED_FOR = "SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid)))"


def while_it_waits(act, change, then=lambda: None):
    """What `act` returns, which waits for the transaction that `change` is made in, until that is committed.

    `then` is done in that transaction once it is waited for.
    """

    def call():
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            change()
            acting = pool.submit(call)
            deadline = time.monotonic() + 10
            while not waited_for():
                assert time.monotonic() < deadline, "it does not wait"
                time.sleep(0.01)
            then()
        return acting.result(timeout=10)


def waited_for():
    with connection.cursor() as cursor:
        cursor.execute(WAITED_FOR)
        return cursor.fetchone()[0]


@pytest.fixture
def late(acme, olga, ann):
    project = make_project(acme, olga, records=1, overlap=1)
    got = opened(project, ann)
    expire(now=timezone.now() + timedelta(days=1))
    return project, got


def test_late_while_the_last_slot_is_given_back(late, ben):
    project, got = late
    other = opened(project, ben)
    assert Record.objects.get().open_slots == 0

    receipt = while_it_waits(lambda: submit(project, got), lambda: release(row(other)))

    assert receipt.counted
    assert Record.objects.get().open_slots == 0
    assert audited(project) == []


def test_late_while_the_last_slot_is_taken(late, ben):
    project, got = late
    other = while_it_waits(lambda: submit(project, got), lambda: opened(project, ben))

    assert not other.counted
    assert Record.objects.get().open_slots == 0
    assert audited(project) == []


def test_late_while_it_is_dealt_to_the_same_person_again(late, ann):
    project, got = late

    receipt = while_it_waits(lambda: submit(project, got), lambda: opened(project, ann))

    assert receipt.counted
    assert Record.objects.get().open_slots == 0
    assert audited(project) == []


def test_the_first_answer_while_the_questions_are_edited(acme, olga, ann):
    project = make_project(acme, olga, records=3)
    got = opened(project, ann)
    other = MOOD | {"settings": {"options": ["fine", "bad"]}}

    with pytest.raises(InvalidAnswers, match="Some answers"):
        while_it_waits(
            lambda: submit(project, got, "good"), lambda: projects.edit(project, questions=[other])
        )

    assert not Response.objects.exists()
    project.refresh_from_db()
    assert project.answered_at is None
    assert submit(project, got, "fine").counted


def test_the_first_answer_while_something_else_is_edited(acme, olga, ann):
    project = make_project(acme, olga, records=3)
    got = opened(project, ann)

    receipt = while_it_waits(
        lambda: submit(project, got), lambda: projects.edit(project, guidelines="Look twice.")
    )

    assert receipt.counted
    project.refresh_from_db()
    assert project.answered_at
    assert project.guidelines == "Look twice."


def test_two_first_answers(acme, olga, ann, ben):
    project = make_project(acme, olga, records=3, overlap=2)
    hers = opened(project, ann)

    receipt = while_it_waits(lambda: submit(project, hers), lambda: answer(project, ben))

    assert receipt.counted
    first = Response.objects.earliest("pk")
    assert Project.objects.get().answered_at == first.submitted_at != receipt.submitted_at
    assert audited(project) == []
