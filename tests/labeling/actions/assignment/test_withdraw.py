import sys

import pytest

from accounts.actions import member as members
from accounts.models import Member
from labeling.actions.assignment import Wanted, assign, skip, withdraw
from labeling.models import Assignment, Event
from projects.models import Record
from tests.factories.labeling import answer, audited, opened, row
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(acme, olga, ann, ben):
    project = make_project(acme, olga, records=6, overlap=2)
    pairs = [(f"r{n}", who) for n in range(1, 5) for who in ("ann", "ben")]
    assign(project, wanted=[Wanted(n, *pair) for n, pair in enumerate(pairs, start=1)])
    return project


def states(annotator):
    return sorted(annotator.assignments.values_list("state", flat=True))


def test_frees_the_slots_of_one_person(project, ann, ben):
    Event.objects.all().delete()
    assert withdraw(project, annotator=ann) == 4
    assert states(ann) == ["recalled"] * 4
    assert states(ben) == ["queued"] * 4
    assert Record.objects.get(external_id="r1").open_slots == 1
    assert [event.kind for event in Event.objects.all()] == ["changed"]
    assert audited(project) == []


def test_or_everybodys_in_batches(project, monkeypatch):
    monkeypatch.setattr(sys.modules[withdraw.__module__], "BATCH", 3)
    assert withdraw(project) == 8
    assert set(Record.objects.values_list("open_slots", flat=True)) == {2}
    assert audited(project) == []


def test_the_second_time_finds_nothing_and_says_nothing(project):
    withdraw(project)
    Event.objects.all().delete()
    assert withdraw(project) == 0
    assert not Event.objects.exists()


def test_what_was_opened_answered_or_skipped_stays(project, ann):
    answer(project, ann)
    skip(row(opened(project, ann)), reason="no")
    opened(project, ann)
    assert withdraw(project, annotator=ann) == 1
    assert states(ann) == ["open", "recalled", "skipped", "submitted"]
    assert audited(project) == []


def test_what_was_dealt_stays(acme, olga, ann):
    project = make_project(acme, olga, records=6)
    opened(project, ann)
    assert withdraw(project) == 0
    assert "queued" in states(ann)


def test_other_projects_keep_theirs(project, acme, olga, ann):
    other = make_project(acme, olga, records=1)
    assign(other, wanted=[Wanted(1, "r1", "ann")])
    withdraw(project)
    assert other.assignments.get().state == "queued"


def test_the_same_person_may_be_given_it_again(project, ann):
    withdraw(project)
    assert assign(project, wanted=[Wanted(1, "r1", "ann")]).assigned == 1
    assert opened(project, ann).record_id == Record.objects.get(external_id="r1").pk
    assert audited(project) == []


def test_lowering_what_is_left_over_first(project, ann):
    Record.objects.filter(external_id="r1").update(overlap=1, open_slots=0, excess=1)
    withdraw(project, annotator=ann)
    record = Record.objects.get(external_id="r1")
    assert (record.open_slots, record.excess) == (0, 0)


def test_who_is_removed_holds_no_slots(project, acme, olga, ann, ben):
    other = make_project(acme, olga, records=1)
    assign(other, wanted=[Wanted(1, "r1", "ann")])
    members.remove(Member.objects.get(user=ann), by=olga)
    assert states(ann) == ["recalled"] * 5
    assert states(ben) == ["queued"] * 4
    assert Assignment.objects.filter(project=other).get().record.open_slots == other.overlap
    assert audited(project) == []
    assert audited(other) == []
