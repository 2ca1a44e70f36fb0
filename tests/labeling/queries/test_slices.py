"""Agreement within parts of a project."""

from typing import Any

import pytest
from django.core.cache import cache

from labeling.actions.agreement import alpha_of
from labeling.models import Progress
from labeling.queries import slices as module
from labeling.queries.slices import slices
from projects.actions.record import import_records, numbered
from projects.models import Question
from tests.factories.labeling import give, make_annotators, settle
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

GIVEN = {
    "r1": ("good", "good"), "r2": ("good", "bad"), "r3": ("bad", "bad"), "r4": ("bad", "good"), "r5": ("good", "good"),
}  # fmt: skip


def rows(*numbers, **metadata):
    return numbered([{"external_id": f"r{n}", "text": "x", "metadata": metadata} for n in numbers])


@pytest.fixture
def question(acme, olga):
    """r1 to r3 came first, in English; r4 in German and r5 in no language came later; r6 has one answer."""
    cache.clear()
    project = make_project(acme, olga, overlap=2)
    import_records(project, rows(1, 2, 3, lang="en", batch="x"), batch="May")
    import_records(project, rows(4, lang="de"), batch="June")
    import_records(project, rows(5), batch="June")
    import_records(project, rows(6, lang="en"))
    ann, ben = make_annotators(acme, 2)
    give(project, ann, r6="good", **{name: a for name, (a, _) in GIVEN.items()})
    give(project, ben, **{name: b for name, (_, b) in GIVEN.items()})
    settle(project)
    return Question.objects.get(project=project)


def found(question, by):
    return {one.value: one for one in slices(question, by=by).slices}


def test_by_batch(question):
    by = found(question, "batch")
    assert list(by) == ["May", "June"]
    shown: Any = {(("good", 2),): 1, (("bad", 1), ("good", 1)): 1, (("bad", 2),): 1}
    assert by["May"].alpha == pytest.approx(alpha_of(question, shown))
    assert (by["May"].records, by["May"].answers, by["May"].percent) == (3, 6, pytest.approx(2 / 3))
    assert by["May"].low <= by["May"].alpha <= by["May"].high
    assert by["June"].records == 2


def test_by_metadata(question):
    by = found(question, "lang")
    assert {value: one.records for value, one in by.items()} == {"en": 3, "de": 1, "": 1}
    assert (by[""].alpha, by[""].reason) == (None, "everybody gave one value")
    assert by == found(question, "metadata.lang")


def test_a_key_called_batch(question):
    assert {value: one.records for value, one in found(question, "metadata.batch").items()} == {"x": 3, "": 2}


def test_only_the_largest_are_shown_and_the_rest_said(question, monkeypatch):
    monkeypatch.setattr(module, "SHOWN", 1)
    of = slices(question, by="lang")
    assert [one.value for one in of.slices] == ["en"]
    assert (of.left_out, of.left_out_records) == (2, 2)


def test_nothing_to_slice(acme, olga):
    question = Question.objects.get(project=make_project(acme, olga, records=1))
    assert slices(question, by="batch").slices == []


def test_computed_once_for_each_state_of_the_summaries(question, django_assert_num_queries):
    first = slices(question, by="lang")
    with django_assert_num_queries(1):
        assert slices(question, by="lang") == first
    Progress.objects.update(updated_at="2030-01-01T00:00Z")
    with django_assert_num_queries(3):
        assert slices(question, by="lang") == first
