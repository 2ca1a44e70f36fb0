from datetime import timedelta

import pytest
from django.utils import timezone

from labeling.actions.assignment import Reason, Wanted, assign, expire, open_next
from labeling.actions.exclusion import Scope, exclude, preview, restore
from labeling.actions.exclusion.scope import since_last_passed
from labeling.actions.response import undo
from labeling.errors import BadAssignments, NothingCounted, NothingToExclude, NothingToUndo
from labeling.models import (
    Agreement,
    Assignment,
    Consensus,
    Control,
    Exclusion,
    Pattern,
    Progress,
    Queue,
    Response,
    Standing,
)
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
        list(
            standings.values(
                "annotator", "counted", "surplus", "excluded", "agreed", "compared", "score", "rank"
            )
        ),
        list(
            Progress.objects.filter(project=project).values(
                "complete", "wanted", "counted", "surplus", "live"
            )
        ),
        list(
            Response.objects.filter(project=project)
            .order_by("pk")
            .values("pk", "counted", "agreed", "compared")
        ),
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


def test_of_nothing(flawed, rita):
    with pytest.raises(NothingToExclude):
        Scope()
    with pytest.raises(NothingCounted):
        exclude(flawed, Scope(record=Record.objects.get(external_id="r4")), by=rita, reason="Broken.")


def test_what_was_answered_after_an_exclusion_is_not_in_it(flawed, ann, ben, cem, rita):
    """Nor does it become so, when another one that took it is restored."""
    record = Record.objects.get(external_id="r4")
    give(flawed, ann, r4="good")
    exclude(flawed, Scope(record=record), by=rita, reason="Broken, and mended since.")
    give(flawed, ben, r4="good")
    settle(flawed)
    before = numbers(flawed)
    whole = exclude(flawed, Scope(annotator=ben), by=rita, reason="Random.")
    assert audited(flawed) == []
    restore(whole, by=rita)
    assert audited(flawed) == []
    assert numbers(flawed) == before
    again = exclude(flawed, Scope(record=record), by=rita, reason="Broken again.")
    assert list(again.responses.values_list("annotator", flat=True)) == [ben.pk]
    assert audited(flawed) == []


def test_an_excluded_answer_is_not_taken_back_to_be_given_again(flawed, cem, rita):
    yesterday = timezone.now() - timedelta(days=1)
    made = exclude(flawed, Scope(annotator=cem, since=yesterday), by=rita, reason="Tired.")
    with pytest.raises(NothingToUndo):
        undo(flawed, annotator=cem)
    restore(made, by=rita)
    assert undo(flawed, annotator=cem).draft == {"mood": "bad"}
    assert audited(flawed) == []


def test_what_was_assigned_by_hand_is_taken_back_and_nothing_more_is(flawed, cem, rita):
    wanted = [Wanted(1, "r4", "cem")]
    assign(flawed, wanted=wanted)
    assert preview(flawed, Scope(annotator=cem)).revoked == 1
    made = exclude(flawed, Scope(annotator=cem), by=rita, reason="Random.")
    assert not Assignment.objects.filter(state__in=Assignment.LIVE).exists()
    assert Record.objects.get(external_id="r4").open_slots == 3
    with pytest.raises(BadAssignments) as refused:
        assign(flawed, wanted=wanted)
    [problem] = refused.value.context["problems"]
    assert (problem["column"], problem["reason"]) == ("annotator", "cem is excluded from this project.")
    restore(made, by=rita)
    assert assign(flawed, wanted=wanted).assigned == 1
    assert audited(flawed) == []


def test_whoever_did_not_qualify_is_assigned_nothing(flawed, cem):
    Queue.objects.update_or_create(
        project=flawed, annotator=cem, defaults={"stage": Queue.Stage.REJECTED, "seen_at": timezone.now()}
    )
    outcome = assign(flawed, wanted=[Wanted(1, "r4", "cem"), Wanted(2, "r4", "ann")], skip_bad_rows=True)
    assert (outcome.assigned, outcome.bad) == (1, 1)
    assert outcome.problems[0]["reason"] == "cem did not qualify for this project."


def test_late_work_of_somebody_excluded_is_surplus_and_stays_so(acme, olga, ann, rita):
    project = make_project(acme, olga, records=2, overlap=1)
    mine = opened(project, ann)
    expire(now=timezone.now() + timedelta(days=1))
    made = exclude(project, Scope(annotator=ann), by=rita, reason="Random.")
    assert not submit(project, mine).counted
    restore(made, by=rita)
    assert not Response.objects.get().counted
    assert audited(project) == []


def test_since_the_last_control_passed(flawed, ann):
    assert since_last_passed(flawed, ann) is None
    Response.objects.filter(annotator=ann, record__external_id="r2").update(counted=False, passed=True)
    last = Response.objects.get(annotator=ann, record__external_id="r2")
    assert since_last_passed(flawed, ann) == last.submitted_at


def test_what_comes_late_from_an_excluded_person_is_surplus_whatever_it_answers(acme, olga, ann, rita):
    """Were it otherwise for controls, they would know them in the end."""
    project = make_project(acme, olga, records=2, overlap=1, queue_depth=2)
    work = opened(project, ann)
    control = Assignment.objects.get(annotator=ann, state="queued")
    control.record.withheld, control.purpose = True, "control"
    control.record.save()
    control.save()
    Control.objects.create(
        record=control.record, project=project, accepted={"mood": ["good"]}, created_by=olga
    )
    exclude(project, Scope(annotator=ann), by=rita, reason="Random.")
    receipts = [submit(project, got) for got in (work, control)]
    assert [receipt.counted for receipt in receipts] == [False, False]
