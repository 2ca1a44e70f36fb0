import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from labeling.actions.assignment import Wanted, assign, expire, release, skip
from labeling.actions.response import undo
from labeling.errors import BadAssignments
from labeling.models import Assignment, Event
from projects.actions.record import retire
from projects.models import Record
from projects.sources import BadRow
from tests.factories.labeling import answer, audited, opened, row, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga, ann, ben, cem):
    return make_project(acme, olga, records=6, overlap=2)


def wanted(*pairs):
    return [Wanted(n, record, annotator) for n, (record, annotator) in enumerate(pairs, start=1)]


def test_puts_records_into_queues_and_takes_their_slots(project, ann):
    Event.objects.all().delete()
    outcome = assign(project, wanted=wanted(("r1", "ann"), ("r2", "ann"), ("r1", "ben")))
    assert (outcome.assigned, outcome.already, outcome.bad) == (3, 0, 0)
    assert set(Assignment.objects.values_list("state", "manual", "expires_at")) == {("queued", True, None)}
    assert Record.objects.get(external_id="r1").open_slots == 0
    assert Record.objects.get(external_id="r2").open_slots == 1
    assert [event.kind for event in Event.objects.all()] == ["changed"]
    assert audited(project) == []


def test_by_number_as_well_as_by_name(project):
    record = Record.objects.get(external_id="r3")
    outcome = assign(project, wanted=wanted((record.pk, "ann"), ("r3", "ben")))
    assert outcome.assigned == 2
    assert record.assignments.count() == 2


def test_what_somebody_has_already_is_no_error(project, ann):
    answer(project, ann)
    done = Assignment.objects.get(state="submitted").record.external_id
    assign(project, wanted=wanted(("r1", "ben")))
    outcome = assign(project, wanted=wanted((done, "ann"), ("r1", "ben"), ("r2", "cem"), ("r2", "cem")))
    assert (outcome.assigned, outcome.already) == (1, 3)
    assert audited(project) == []


def test_what_was_dealt_becomes_chosen_and_expires_no_more(project, ann):
    got = opened(project, ann)
    queued = Assignment.objects.filter(state="queued").earliest("pk")
    outcome = assign(project, wanted=wanted((queued.record_id, "ann"), (got.record_id, "ann")))
    assert (outcome.assigned, outcome.already) == (0, 2)
    queued.refresh_from_db()
    assert (queued.manual, queued.expires_at) == (True, None)
    assert row(got).expires_at, "what is open keeps its lease"
    expire(now=timezone.now() + timedelta(days=1))
    queued.refresh_from_db()
    assert queued.state == "queued"


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (("r9", "ann"), "record", "There is no record “r9” in this project."),
        ((10**9, "ann"), "record", "There is no record “1000000000” in this project."),
        (("", "ann"), "record", "There is no record “” in this project."),
        (("r1", "zoe"), "annotator", "There is no annotator “zoe” in this project."),
        (("r1", ""), "annotator", "There is no annotator “” in this project."),
    ],
)
def test_unknown_records_and_people(project, zoe, row, column, reason):
    with pytest.raises(BadAssignments) as caught:
        assign(project, wanted=wanted(("r2", "ann"), row))
    assert caught.value.context["problems"] == [{"row": 2, "column": column, "reason": reason}]
    assert str(caught.value) == "Nothing was assigned: 1 of 2 rows have errors."
    assert not Assignment.objects.exists()


def test_records_of_other_projects_are_unknown(project, acme, olga):
    theirs = make_project(acme, olga, records=1).records.get()
    with pytest.raises(BadAssignments):
        assign(project, wanted=wanted((theirs.pk, "ann")))


def test_people_who_left_are_unknown(project, ann):
    ann.is_active = False
    ann.save()
    with pytest.raises(BadAssignments):
        assign(project, wanted=wanted(("r1", "ann")))


def test_good_rows_alone_on_request(project):
    outcome = assign(
        project,
        wanted=wanted(("r9", "ann"), ("r1", "ann"), ("r1", "ben"), ("r1", "cem"), ("r2", "nobody")),
        skip_bad_rows=True,
    )
    assert (outcome.assigned, outcome.bad) == (2, 3)
    assert [(problem["row"], problem["column"]) for problem in outcome.problems] == [
        (1, "record"), (4, "record"), (5, "annotator"),
    ]  # fmt: skip
    assert outcome.problems[1]["reason"] == "r1 has no free slot: raise its overlap first."
    assert audited(project) == []


def test_who_skipped_a_record_does_not_get_it_again(project, ann):
    got = opened(project, ann)
    skip(row(got), reason="no")
    outcome = assign(project, wanted=wanted((got.record_id, "ann")), skip_bad_rows=True)
    assert outcome.problems[0]["reason"] == f"ann has skipped {row(got).record}."


def test_who_released_a_record_may_be_given_it(project, ann):
    got = opened(project, ann)
    release(row(got))
    assert assign(project, wanted=wanted((got.record_id, "ann"))).assigned == 1
    assert (row(got).state, row(got).manual) == ("queued", True)
    assert audited(project) == []


def test_retired_records_are_given_to_nobody(project):
    retire(Record.objects.get(external_id="r1"))
    outcome = assign(project, wanted=wanted(("r1", "ann")), skip_bad_rows=True)
    assert outcome.problems == [{"row": 1, "column": "record", "reason": "r1 is retired."}]


def test_withheld_records_are_given_to_nobody(project):
    Record.objects.filter(external_id="r1").update(withheld=True)
    outcome = assign(project, wanted=wanted(("r1", "ann"), ("r2", "ann")), skip_bad_rows=True)
    assert outcome.assigned == 1
    assert outcome.problems[0]["reason"] == "r1 is withheld, to check people with."


def test_names_are_told_apart_without_regard_to_case(project):
    assert assign(project, wanted=wanted(("r1", "Ann"), ("r1", "ANN"))).already == 1


def test_rows_that_could_not_be_read_are_bad(project):
    rows = [*wanted(("r1", "ann")), BadRow(2, "annotator", "The cell contains a NUL character.")]
    with pytest.raises(BadAssignments):
        assign(project, wanted=rows)
    outcome = assign(project, wanted=rows, skip_bad_rows=True)
    assert (outcome.assigned, outcome.bad) == (1, 1)
    assert outcome.problems[0]["column"] == "annotator"


def test_many_rows_in_batches(project, monkeypatch):
    monkeypatch.setattr(sys.modules[assign.__module__], "BATCH", 2)
    pairs = [(f"r{n}", who) for who in ("ben", "ann", "cem") for n in (6, 5, 4, 3, 2, 1)]
    outcome = assign(project, wanted=wanted(*pairs), skip_bad_rows=True)
    assert (outcome.assigned, outcome.bad) == (12, 6)
    assert [problem["row"] for problem in outcome.problems] == [13, 14, 15, 16, 17, 18], "the first rows win"
    assert audited(project) == []


def test_the_problems_shown_are_the_first(project, monkeypatch):
    monkeypatch.setattr(sys.modules[assign.__module__], "SHOWN", 2)
    outcome = assign(project, wanted=wanted(*[(f"x{n}", "ann") for n in range(5)]), skip_bad_rows=True)
    assert outcome.bad == 5
    assert [problem["row"] for problem in outcome.problems] == [1, 2]


def test_what_an_undo_puts_back_into_the_queue_still_does_not_expire(project, ann):
    assign(project, wanted=wanted(("r1", "ann"), ("r2", "ann")))
    submit(project, opened(project, ann))
    second = opened(project, ann)
    undo(project, annotator=ann)
    assert (row(second).state, row(second).expires_at) == ("queued", None)
