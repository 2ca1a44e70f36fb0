"""The audit finds whatever is tampered with: what says that everything is right must be able to say that it is not."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db.models import F

from labeling.models import Agreement, Assignment, Consensus, Event, Pattern, Progress, Response, Standing
from labeling.queries.audit import audit
from labeling.queries.audit.standing import COUNTS
from projects.models import Record
from tests.factories.labeling import answer, give, opened, settle
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga, ann, ben, cem):
    """r1: good good bad; r2: good bad; r3: good; r4: in somebody's queue."""
    project = make_project(acme, olga, records=4, overlap=3, queue_depth=1)
    give(project, ann, r1="good", r2="good", r3="good")
    give(project, ben, r1="good", r2="bad")
    give(project, cem, r1="bad")
    opened(project, ann)
    settle(project)
    assert audit(project) == []
    return project


def first():
    return Response.objects.order_by("pk")[:1].get()


def change(queryset, **values):
    assert queryset.update(**values)


def raise_by_one(queryset, name):
    change(queryset.all(), **{name: F(name) + 1})


TAMPERED: dict[str, list[Callable[[], Any]]] = {
    "open slots": [
        lambda: change(Record.objects.filter(external_id="r2"), open_slots=0),
        lambda: change(Record.objects.filter(external_id="r1"), excess=1),
        lambda: change(Assignment.objects.filter(state="open"), state="expired"),
        lambda: change(Response.objects.filter(pk=first().pk), counted=False),
    ],
    "overlap exceeded": [lambda: change(Record.objects.filter(external_id="r1"), overlap=2)],
    "submitted without a response, or a response without being submitted": [
        lambda: first().delete(),
        lambda: change(Assignment.objects.filter(response=first()), state="skipped"),
    ],
    "response of another person or record than its assignment": [
        lambda: change(Response.objects.filter(pk=first().pk), record=Record.objects.get(external_id="r4")),
    ],
    "events undelivered": [
        lambda: Event.objects.create(kind="changed", project=first().project),
        lambda: Event.objects.create(kind="changed", project=first().project, parked=True),
    ],
    "consensus": [
        lambda: change(Consensus.objects.filter(record__external_id="r1"), value="bad"),
        lambda: change(Consensus.objects.filter(record__external_id="r2"), value="good"),
        lambda: change(Consensus.objects.filter(record__external_id="r3"), value=None),
        lambda: change(Response.objects.filter(record__external_id="r3"), values={"mood": "bad"}),
    ],
    "answers in the consensus": [
        lambda: change(Consensus.objects.filter(record__external_id="r1"), answers=2),
        lambda: Consensus.objects.filter(record__external_id="r1").delete(),
    ],
    "alpha": [
        lambda: change(Agreement.objects.all(), alpha=F("alpha") + 1e-6),
        lambda: change(Agreement.objects.all(), alpha=None),
        lambda: Agreement.objects.all().delete(),
    ],
    "similarity": [lambda: change(Agreement.objects.all(), similarity=F("similarity") + 1e-6)],
    "patterns": [
        lambda: change(Pattern.objects.filter(counts=[["good", 1]]), records=2),
        lambda: change(Pattern.objects.filter(counts=[["bad", 1], ["good", 1]]), records=0),
    ],
    "progress": [
        partial(raise_by_one, Progress.objects.all(), name)
        for name in ("records", "complete", "wanted", "counted", "surplus", "live", "skipped", "flagged")
    ],
    "standing": [
        partial(raise_by_one, Standing.objects.filter(annotator__username="ann"), name) for name in COUNTS
    ]
    + [lambda: Standing.objects.filter(annotator__username="ann").delete()],
}


@pytest.mark.parametrize(
    ("what", "tamper"), [(what, tamper) for what, tampers in TAMPERED.items() for tamper in tampers]
)
def test_whatever_is_tampered_with_is_found(project, what, tamper):
    tamper()
    assert what in {difference.what for difference in audit(project)}


def test_a_difference_says_what_is_where(project):
    change(Progress.objects.all(), counted=7)
    assert [str(found) for found in audit(project)] == ["progress, counted: stored 7, counted 6"]


def test_a_project_that_nobody_touched(acme, olga):
    project = make_project(acme, olga, records=2)
    settle(project)
    assert audit(project) == []


def test_another_projects_faults_stay_there(project, acme, olga, ann):
    other = make_project(acme, olga, records=1)
    answer(other, ann)
    settle(other)
    change(Progress.objects.filter(project=project), counted=7)
    assert audit(other) == []
