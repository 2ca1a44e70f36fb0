from datetime import timedelta

import pytest
from django.utils import timezone

from labeling.actions.assignment import Reason, open_next
from labeling.actions.exclusion import Scope, exclude, preview, restore
from labeling.actions.exclusion.scope import since_last_passed
from labeling.errors import NothingToExclude
from labeling.models import Agreement, Assignment, Consensus, Exclusion, Pattern, Response, Standing
from projects.models import Record
from tests.factories.labeling import answer, audited, give, opened, settle, submit
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db


def numbers(project):
    """Everything that is derived, in comparable form."""
    consensus = Consensus.objects.filter(record__project=project).order_by("record", "question")
    patterns = Pattern.objects.filter(question__project=project, records__gt=0).order_by("digest")
    agreement = Agreement.objects.filter(question__project=project)
    standings = Standing.objects.filter(project=project).order_by("annotator")
    records = Record.objects.filter(project=project).order_by("pk")
    return (
        list(consensus.values("record", "value", "tied", "share", "answers", "similarity", "basis")),
        list(patterns.values("counts", "records")),
        list(agreement.values("alpha", "low", "high", "percent", "records", "answers")),
        list(standings.values("annotator", "counted", "agreed", "compared")),
        list(records.values("pk", "overlap", "open_slots", "excess")),
    )


@pytest.fixture
def flawed(project, ann, ben, cem):
    """Cem answers against Ann and Ben, and decides r3 between them."""
    give(project, ann, r1="good", r2="good", r3="good")
    give(project, ben, r1="good", r2="good", r3="bad")
    give(project, cem, r1="bad", r2="bad", r3="bad")
    settle(project)
    return project


def test_the_preview_says_what_it_changes_and_changes_nothing(flawed, cem):
    before = numbers(flawed)
    found = preview(flawed, Scope(annotator=cem))
    settle(flawed)
    assert numbers(flawed) == before
    assert (found.answers, found.records, found.reopened, found.people, found.others) == (3, 3, 3, 1, 2)
    [flip] = found.flips
    assert (found.flipped, flip.external_id, flip.before, flip.after) == (1, "r3", "bad", None)
    was, will = found.alpha["mood"]
    assert was is not None
    assert will is not None
    assert was < will


def test_what_was_previewed_comes_true(flawed, cem, rita):
    found = preview(flawed, Scope(annotator=cem))
    exclude(flawed, Scope(annotator=cem), by=rita, reason="Answers at random.")
    assert audited(flawed) == []
    assert Consensus.objects.get(record__external_id="r3").value is None
    assert Agreement.objects.get().alpha == pytest.approx(found.alpha["mood"][1])
    assert Record.objects.filter(open_slots=1).count() == 3
    assert Response.objects.filter(annotator=cem, counted=False, exclusion__isnull=False).count() == 3


def test_restored_it_is_as_it_was(flawed, cem, rita):
    before = numbers(flawed)
    made = exclude(flawed, Scope(annotator=cem), by=rita, reason="Answers at random.")
    settle(flawed)
    restore(made, by=rita)
    assert audited(flawed) == []
    assert numbers(flawed) == before
    assert opened(flawed, cem)


def test_twice_is_once(flawed, cem, rita):
    first = exclude(flawed, Scope(annotator=cem), by=rita, reason="Random.")
    assert exclude(flawed, Scope(annotator=cem), by=rita, reason="Again.") == first
    restored = restore(first, by=rita)
    again = numbers(flawed)
    assert restore(first, by=rita).restored_at == restored.restored_at
    assert numbers(flawed) == again
    assert Exclusion.objects.count() == 1
    assert audited(flawed) == []


def test_an_excluded_annotator_is_dealt_nothing_and_loses_what_they_hold(acme, olga, ann, rita):
    project = make_project(acme, olga, records=5, overlap=1)
    mine = opened(project, ann)
    exclude(project, Scope(annotator=ann), by=rita, reason="Random.")
    assert open_next(project, annotator=ann) == Reason.EXCLUDED
    assert not Assignment.objects.filter(state__in=Assignment.LIVE).exists()
    late = submit(project, mine)
    assert not late.counted
    assert audited(project) == []
    restore(Exclusion.objects.get(), by=rita)
    assert opened(project, ann)
    assert audited(project) == []


def test_a_slot_that_others_took_meanwhile_stays_theirs(acme, olga, ann, ben, cem, rita):
    project = make_project(acme, olga, records=1, overlap=1)
    answer(project, ann, "good")
    made = exclude(project, Scope(annotator=ann), by=rita, reason="Random.")
    answer(project, ben, "bad")
    restore(made, by=rita)
    record = Record.objects.get()
    assert (record.open_slots, record.excess) == (0, 1)
    assert audited(project) == []
    assert open_next(project, annotator=cem) == Reason.COMPLETE


def test_a_period(flawed, ann, rita):
    Response.objects.filter(annotator=ann, record__external_id="r1").update(
        submitted_at=timezone.now() - timedelta(days=2)
    )
    yesterday = timezone.now() - timedelta(days=1)
    exclude(flawed, Scope(annotator=ann, since=yesterday), by=rita, reason="Tired.")
    assert audited(flawed) == []
    assert set(Response.objects.filter(counted=False).values_list("record__external_id", flat=True)) == {
        "r2",
        "r3",
    }
    assert opened(flawed, ann)


def test_a_record(flawed, rita):
    record = Record.objects.get(external_id="r1")
    made = exclude(flawed, Scope(record=record), by=rita, reason="Shown without its text.")
    assert audited(flawed) == []
    record.refresh_from_db()
    assert (record.open_slots, Consensus.objects.get(record=record).answers) == (3, 0)
    restore(made, by=rita)
    assert audited(flawed) == []


def test_what_two_exclusions_cover_stays_out_until_both_are_restored(flawed, cem, rita):
    record = Record.objects.get(external_id="r1")
    whole = exclude(flawed, Scope(annotator=cem), by=rita, reason="Random.")
    single = exclude(flawed, Scope(record=record), by=rita, reason="Broken.")
    restore(whole, by=rita)
    assert audited(flawed) == []
    out = Response.objects.filter(exclusion__isnull=False)
    assert out.count() == 3
    assert not Response.objects.get(annotator=cem, record=record).counted
    restore(single, by=rita)
    assert audited(flawed) == []
    assert not Response.objects.filter(counted=False).exists()


def test_of_nothing(flawed):
    with pytest.raises(NothingToExclude):
        Scope()


def test_since_the_last_control_passed(flawed, ann):
    assert since_last_passed(flawed, ann) is None
    Response.objects.filter(annotator=ann, record__external_id="r2").update(counted=False, passed=True)
    last = Response.objects.get(annotator=ann, record__external_id="r2")
    assert since_last_passed(flawed, ann) == last.submitted_at
