"""Rules at work on what really happened, and the same rules replayed on it."""

from datetime import datetime, timedelta

import pytest

from labeling import reactions
from labeling.actions import rule as rules_at_work
from labeling.actions.assignment import Opened, Reason, open_next, skip
from labeling.actions.policy import change_policy
from labeling.actions.sanction import confirm, lift
from labeling.models import Queue, Response, Sanction, policy_of
from labeling.quality.policy import Policy
from labeling.quality.rules import Rule
from labeling.queries.audit import audit
from labeling.queries.backtest import backtest
from projects.models import Project
from tests.factories.controls import add_controls, make_check, set_policy
from tests.factories.labeling import answer, give, opened, row, settle, submit
from tests.factories.projects import add_records, make_project

pytestmark = pytest.mark.django_db


def rule(name, kind, figure, operator, number, action, *, trial=False, **collector):
    return {
        "name": name,
        "collector": {"kind": kind, **collector},
        "conditions": [{"figure": figure, "operator": operator, "number": number}],
        "action": action,
        "trial": trial,
    }


FAST = rule("Too fast", "fast_answers", "fast", ">=", 3, "pause", last=5, seconds=1.5)
SAME = rule("Monotonous", "same_answer_in_row", "answers", ">=", 4, "warn")
SKIPS = rule("Picking", "skips_in_row", "skips", ">=", 2, "notify")
CAP = rule("Enough", "answer_count", "answers", ">=", 6, "cap")


@pytest.fixture
def project(acme, olga):
    return make_project(acme, olga, records=30, overlap=3)


def with_rules(project, *rules):
    return set_policy(project, rules=list(rules))


def work(project, annotator, *moods, seconds=10.0, deliver=True):
    """Answers of this mood each, as long under way as said."""
    for mood in moods:
        receipt = answer(project, annotator, mood)
        made = Response.objects.get(pk=receipt.id)
        Response.objects.filter(pk=made.pk).update(opened_at=made.submitted_at - timedelta(seconds=seconds))
        if deliver:
            settle(project)


def made(**filters):
    found = Sanction.objects.filter(**filters).order_by("pk")
    return [(one.rule, one.kind, one.response_id) for one in found]


def test_a_rule_pauses_once_and_says_by_which_figures(project, ann, ben):
    project = with_rules(project, FAST)
    work(project, ann, "good", "bad", "good", seconds=0.5)
    work(project, ben, "good", "bad", "good", seconds=5)
    [sanction] = Sanction.objects.all()
    assert (sanction.annotator, sanction.kind, sanction.cause, sanction.rule) == (
        ann,
        "pause",
        "rule",
        "Too fast",
    )
    assert sanction.evidence["figures"] == {"answers": 3, "fast": 3, "fast_share": 1.0}
    assert sanction.evidence["words"]["fast"] == "fast ones"
    assert sanction.response_id == Response.objects.filter(annotator=ann).latest("pk").pk
    assert open_next(project, annotator=ann) is Reason.HELD_BACK
    assert isinstance(open_next(project, annotator=ben), Opened)
    settle(project)
    assert made() == made(annotator=ann)
    assert audit(project) == []


def test_after_a_lifted_pause_a_rule_starts_anew(project, ann, rita):
    project = with_rules(project, FAST)
    work(project, ann, "good", "bad", "good", seconds=0.5)
    lift(Sanction.objects.get(), by=rita)
    work(project, ann, "good", "bad", seconds=0.5)
    assert Sanction.objects.count() == 1
    work(project, ann, "good", seconds=0.5)
    assert Sanction.objects.count() == 2


def test_a_warning_starts_its_rule_anew_whether_delivered_at_once_or_late(project, ann, ben):
    project = with_rules(project, SAME)
    work(project, ann, *["good"] * 9)
    work(project, ben, *["good"] * 9, deliver=False)
    settle(project)
    for annotator in (ann, ben):
        mine = list(Response.objects.filter(annotator=annotator).order_by("pk").values_list("pk", flat=True))
        assert made(annotator=annotator) == [
            ("Monotonous", "warning", mine[3]),
            ("Monotonous", "warning", mine[7]),
        ]


def test_a_notice_waits_for_its_reviewer(project, ann, rita):
    project = with_rules(project, SKIPS)
    for _ in range(5):
        skip(row(opened(project, ann)), reason="no")
        settle(project)
    assert made() == [("Picking", "notice", None)]
    confirm(Sanction.objects.get(), by=rita)
    for _ in range(2):
        skip(row(opened(project, ann)), reason="no")
        settle(project)
    assert len(made()) == 2


def test_a_cap_ends_the_work_without_blame(project, ann):
    project = with_rules(project, CAP)
    work(project, ann, *["good", "bad"] * 3)
    assert open_next(project, annotator=ann) is Reason.HELD_BACK
    assert Sanction.objects.get().evidence["action"] == "cap"


def test_a_rule_on_trial_has_no_effect(project, ann):
    project = with_rules(project, FAST | {"trial": True}, SAME | {"trial": True})
    work(project, ann, *["good"] * 8, seconds=0.5)
    assert set(Sanction.objects.values_list("rule", "trial")) == {("Too fast", True), ("Monotonous", True)}
    assert Sanction.objects.filter(rule="Monotonous").count() == 2
    place = Queue.objects.get()
    assert (place.stage, place.warned_at) == ("working", None)
    assert audit(project) == []


def test_from_trial_to_earnest_it_has_its_effect(project, ann):
    project = with_rules(project, FAST | {"trial": True})
    work(project, ann, *["good"] * 4, seconds=0.5)
    project = with_rules(project, FAST)
    work(project, ann, "good")
    assert Queue.objects.get().stage == "paused"


def test_controls_tell_a_rule_too(project, ann):
    wrong = rule("Wrong", "control_answers", "wrong", ">=", 2, "warn")
    found = add_controls(project, 3)
    project = with_rules(project, wrong)
    project = set_policy(project, rules=[wrong], on_gate="none")
    for control, mood in zip(found, ("bad", "good", "bad"), strict=True):
        submit(project, make_check(control, ann), mood)
    settle(project)
    assert Sanction.objects.get().evidence["figures"]["wrong"] == 2


def test_a_fault_in_a_rule_costs_no_event(project, ann, monkeypatch, caplog):
    project = with_rules(project, FAST)
    settle(project)
    answer(project, ann)
    monkeypatch.setattr(rules_at_work, "replay", lambda rules, entries: 1 / 0)
    assert reactions.deliver(project.pk).events == 1
    assert "could not be looked at" in caplog.text


def test_rules_are_stored_as_data(project, olga):
    project = set_policy(project, on_gate="warning")
    rules_at_work.define(project, rules=[Rule.model_validate(FAST), Rule.model_validate(SKIPS)], by=olga)
    change_policy(project, {"shows_figures": False}, by=olga)
    fresh = Project.objects.get(pk=project.pk)
    assert [one.name for one in policy_of(fresh).rules] == ["Too fast", "Picking"]
    assert policy_of(fresh).on_gate == "warning"


class TestBacktest:
    """What live use did, a replay of the same history does."""

    RULES = (FAST, SAME, SKIPS, CAP)

    def fired(self, project):
        rules = Policy.model_validate({"rules": list(self.RULES)}).rules
        return sorted((one.annotator.pk, one.rule.name, one.at) for one in backtest(project, rules))

    def lived(self):
        found = Sanction.objects.filter(cause="rule")
        return sorted(
            (one.annotator_id, one.rule, datetime.fromisoformat(one.evidence["at"])) for one in found
        )

    def test_live_is_what_the_replay_says(self, project, ann, ben, cem, rita):
        project = with_rules(project, *self.RULES)
        work(project, ann, *["good"] * 3, seconds=0.5)
        for pause in Sanction.objects.filter(kind="pause"):
            lift(pause, by=rita)
        work(project, ann, *["good"] * 5)
        work(project, ben, "good", "bad", "good", "good", "good", "good")
        for _ in range(2):
            skip(row(opened(project, cem)), reason="no")
        work(project, cem, *["bad"] * 5, deliver=False)
        settle(project)
        assert {name for _, name, _ in self.lived()} == {"Too fast", "Monotonous", "Picking", "Enough"}
        assert self.fired(project) == self.lived()

    def test_it_changes_nothing_and_needs_no_stored_rules(self, project, ann):
        work(project, ann, *["good"] * 8, seconds=0.5)
        [first, *rest] = backtest(project, Policy.model_validate({"rules": [FAST, SAME]}).rules)
        assert (first.annotator, first.rule.name, first.figures["fast"], first.later) == (
            ann,
            "Too fast",
            3,
            5,
        )
        assert [(one.rule.name, one.later) for one in rest] == [("Monotonous", 4), ("Monotonous", 0)]
        assert not Sanction.objects.exists()

    def test_no_rules_fire_nothing(self, project, ann):
        work(project, ann, "good")
        assert backtest(project, ()) == []


def test_others_confirm_or_contradict(acme, olga, ann, ben, cem):
    project = make_project(acme, olga, overlap=3)
    add_records(project, 4)
    alone = rule("Alone", "majority", "disagreed", ">=", 2, "notify")
    project = with_rules(project, alone)
    for person in (ann, ben):
        give(project, person, r1="good", r2="good", r3="good")
    give(project, cem, r1="bad", r2="bad", r3="good")
    settle(project)
    give(project, cem, r4="good")
    settle(project)
    assert list(Sanction.objects.values_list("annotator", "evidence__figures__disagreed")) == [(cem.pk, 2)]
