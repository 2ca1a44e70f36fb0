from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.utils import timezone

from labeling.actions.assignment import deal as dealing
from labeling.actions.assignment import top_up
from labeling.actions.assignment.open import LOOK
from labeling.models import Assignment, Queue
from projects.actions.record import import_records, numbered
from projects.models import State
from tests.factories.labeling import make_annotators, opened, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


def test_top_up_fills_queues_that_run_low(acme, olga, ann):
    project = make_project(acme, olga, records=30, queue_depth=4)
    for _ in range(2):
        submit(project, opened(project, ann))
    queued = Assignment.objects.filter(state=Assignment.State.QUEUED)
    assert queued.count() == 2
    top_up(project.pk, annotators=[ann.pk])
    assert queued.count() == 6
    top_up(project.pk, annotators=[ann.pk])
    assert queued.count() == 6


@pytest.mark.parametrize("state", [State.PAUSED, State.FINISHED, State.DRAFT])
def test_top_up_deals_only_while_the_project_runs(acme, olga, ann, state):
    project = make_project(acme, olga, records=5, state=state)
    Queue.objects.create(project=project, annotator=ann, seen_at=timezone.now())
    top_up(project.pk, annotators=[ann.pk])
    assert not Assignment.objects.exists()


def test_top_up_deals_to_no_outsider_and_to_nobody_who_was_never_here(acme, olga, ann, zoe):
    project = make_project(acme, olga, records=5)
    Queue.objects.create(project=project, annotator=zoe, seen_at=timezone.now())
    top_up(project.pk, annotators=[ann.pk, zoe.pk])
    assert not Assignment.objects.exists()


def test_top_up_of_a_project_that_is_gone(ann):
    top_up(12345, annotators=[ann.pk])


@pytest.fixture
def stale(acme, olga):
    """20,000 records, and statistics from when all the tables were empty."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE projects_record, labeling_assignment, labeling_queue")
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'labeling_assignment'")
        assert cursor.fetchone() == (0,)
    project = make_project(acme, olga)
    rows = ({"external_id": f"r{i}", "fields": {"text": f"text {i}"}} for i in range(20_000))
    import_records(project, numbered(rows), random=Random(1))
    return project


def plan(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_dealing_reads_indexes_even_where_statistics_are_stale(stale, ann):
    """NOT EXISTS would scan all assignments for each record here: measured, 15 times slower within a minute."""
    crowd = make_annotators(stale.workspace, 10)
    now = timezone.now()
    records = list(stale.records.values_list("pk", flat=True)[:2000])
    Assignment.objects.bulk_create(
        Assignment(
            project=stale, record_id=record, annotator=person, position=0, dealt_at=now, state="skipped"
        )
        for record in records
        for person in crowd
    )
    values = {
        "project": stale.pk, "annotator": ann.pk, "queue": 1, "position": 0, "record": 0, "limit": 5, "most": 0,
        "revivable": list(Assignment.REVIVABLE), "now": now, "expires": now + timedelta(minutes=1),
        "places": [0], "controls": 1, "exposures": 30, "strata": [],
    }  # fmt: skip

    for statement in (dealing.SKIPPING, dealing.WAITING, dealing.SKIPPING_SOME, dealing.WAITING_SOME):
        found = plan(statement, values | {"strata": [0, 1]})
        assert "using record_queue on projects_record" in found, found
        assert "Seq Scan on labeling_assignment" not in found, found
        assert "Seq Scan on projects_record" not in found, found

    look = plan(LOOK, values | {"place": 1, "gone": now, "until": now})
    assert "using record_queue on projects_record" in look, look
    assert "Seq Scan on labeling_assignment" not in look, look
