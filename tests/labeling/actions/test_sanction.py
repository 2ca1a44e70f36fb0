"""Warnings and pauses, and what annotators and reviewers do about them."""

import pytest

from labeling.actions.assignment import Opened, Reason, open_next
from labeling.actions.exclusion import Scope, exclude, restore
from labeling.actions.sanction import appeal, confirm, dismiss, impose, lift
from labeling.errors import AlreadyAppealed, AlreadyDecided
from labeling.models import Queue
from labeling.queries.audit import audit
from labeling.queries.sanction import shown
from labeling.rules import sanctions_of
from tests.factories.controls import add_controls, set_policy
from tests.factories.labeling import answer, settle

pytestmark = pytest.mark.django_db


def made(project, annotator, kind="pause", **more):
    return impose(
        project,
        annotator_id=annotator.pk,
        kind=kind,
        cause="reviewer",
        evidence={"reason": "Look again."},
        **more,
    )


def own(project, *, user):
    return shown(sanctions_of(user).filter(project=project))


def stage(annotator):
    return Queue.objects.get(annotator=annotator).stage


def test_a_pause_stops_dealing_and_lifting_it_goes_on(project, ann, rita):
    answer(project, ann)
    pause = made(project, ann, by=rita)
    assert open_next(project, annotator=ann) is Reason.HELD_BACK
    lift(pause, by=rita)
    assert isinstance(open_next(project, annotator=ann), Opened)
    settle(project)
    assert audit(project) == []


def test_there_is_one_pause_at_a_time(project, ann, rita):
    pause = made(project, ann)
    assert made(project, ann) is None
    confirm(pause, by=rita)
    assert made(project, ann) is None
    lift(pause, by=rita)
    assert made(project, ann).pk != pause.pk


def test_somebody_who_never_came_is_paused_before(project, ann):
    made(project, ann)
    assert open_next(project, annotator=ann) is Reason.HELD_BACK
    settle(project)
    assert audit(project) == []


def test_who_was_paused_while_qualifying_qualifies(project, ann, rita):
    add_controls(project, 5)
    project = set_policy(project, qualification={"controls": 3, "needed": 2})
    assert isinstance(open_next(project, annotator=ann), Opened)
    pause = made(project, ann)
    assert stage(ann) == "paused"
    lift(pause, by=rita)
    assert stage(ann) == "qualifying"


@pytest.mark.parametrize("kind", ["notice", "warning"])
def test_others_stop_nothing(project, ann, rita, kind):
    sanction = made(project, ann, kind)
    assert isinstance(open_next(project, annotator=ann), Opened)
    assert (Queue.objects.get().warned_at is not None) == (kind == "warning")
    lift(sanction, by=rita)
    assert Queue.objects.get().warned_at is None


def test_on_trial_it_is_only_written_down(project, ann):
    made(project, ann, trial=True)
    assert isinstance(open_next(project, annotator=ann), Opened)
    assert own(project, user=ann) is None
    settle(project)
    assert audit(project) == []


def test_an_appeal_goes_once_and_before_the_verdict(project, ann, rita):
    pause = appeal(made(project, ann), text="It was the light.")
    assert (pause.appeal, pause.verdict) == ("It was the light.", "")
    with pytest.raises(AlreadyAppealed):
        appeal(pause, text="Really.")
    confirm(pause, by=rita, note="No.")
    other = lift(made(project, ann, "warning"), by=rita)
    with pytest.raises(AlreadyDecided):
        appeal(other, text="Thanks.")


def test_verdicts_may_come_twice_and_lifting_is_final(project, ann, rita, olga):
    pause = made(project, ann)
    once = confirm(pause, by=rita, note="So it is.")
    assert confirm(pause, by=olga, note="Me too.").decided_by == rita == once.decided_by
    lifted = lift(pause, by=olga, note="Second thoughts.")
    assert lift(pause, by=rita).decided_at == lifted.decided_at
    with pytest.raises(AlreadyDecided):
        confirm(pause, by=rita)


def test_one_sees_what_holds_one_back_and_else_what_is_new(project, ann, rita):
    assert own(project, user=ann) is None
    warning = made(project, ann, "warning")
    made(project, ann, "notice")
    assert own(project, user=ann) == warning
    pause = made(project, ann)
    dismiss(pause)
    assert own(project, user=ann) == pause, "what holds one back cannot be dismissed"
    lift(pause, by=rita, note="Welcome back.")
    told = own(project, user=ann)
    assert told
    assert told.note == "Welcome back."
    dismiss(pause)
    assert own(project, user=ann) == warning
    dismiss(warning)
    assert own(project, user=ann) is None


def test_exclusion_outranks_a_pause(project, ann, rita):
    answer(project, ann)
    pause = made(project, ann)
    exclusion = exclude(project, Scope(annotator=ann), by=rita, reason="Robot.")
    lift(pause, by=rita)
    assert stage(ann) == "excluded"
    settle(project)
    assert audit(project) == []
    restore(exclusion, by=rita)
    settle(project)
    assert stage(ann) == "working"
    assert audit(project) == []


def test_the_audit_finds_places_that_are_not_as_they_must_be(project, ann, ben, cem):
    answer(project, ann)
    answer(project, ben)
    made(project, ben)
    made(project, cem, "warning")
    settle(project)
    assert audit(project) == []
    Queue.objects.filter(annotator=ann).update(stage="paused")
    Queue.objects.filter(annotator=ben).update(stage="working")
    Queue.objects.filter(annotator=cem).update(warned_at=None)
    assert [(d.what, d.where) for d in audit(project)] == [
        ("stage", f"annotator {ann.pk}"), ("stage", f"annotator {ben.pk}"), ("warned", f"annotator {cem.pk}"),
    ]  # fmt: skip
