"""Rules at work: what fires on an annotator's history follows, once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from labeling.actions.policy import change_policy
from labeling.actions.sanction import impose, in_order, locked
from labeling.models import Sanction, Stage, policy_of
from labeling.quality.rules import Action, Entry, Firing, Rule, Rules
from labeling.quality.rules.replay import replay
from labeling.queries.history import Histories
from projects.errors import BadSettings, Problem
from projects.kinds import InvalidSettings, Settings, validated
from projects.models import Project

KINDS: dict[Action, Sanction.Kind] = {
    "notify": Sanction.Kind.NOTICE,
    "warn": Sanction.Kind.WARNING,
    "pause": Sanction.Kind.PAUSE,
    "cap": Sanction.Kind.PAUSE,
}


class _Sent(Settings):
    rules: Rules


def parse(raw: Any) -> tuple[Rule, ...]:
    """Rules from their JSON form. Raises BadSettings."""
    try:
        return validated(_Sent, {"rules": raw}).rules
    except InvalidSettings as error:
        problems: list[Problem] = error.problems
        raise BadSettings(problems) from None


def define(project: Project, *, rules: Sequence[Rule], by: User) -> None:
    """These are the project's rules from now on; they look at everything so far."""
    change_policy(project, {"rules": [rule.model_dump(mode="json") for rule in rules]}, by=by)


def refresh(project: Project, *, annotators: Collection[int]) -> list[Sanction]:
    """Let what fires on the histories of these annotators follow, each in a transaction of its own. Idempotent."""
    rules = policy_of(project).rules
    if not rules:
        return []
    histories = Histories(project, rules)
    made = []
    for annotator in in_order(project, annotators):
        if _due(histories, rules, annotator):
            made += _act(project, histories, rules, annotator)
    return made


@dataclass(frozen=True)
class Due:
    """A firing that nothing has followed yet, and the response that it fired upon, if it was one."""

    firing: Firing
    response_id: int | None


@transaction.atomic
def _act(project: Project, histories: Histories, rules: Sequence[Rule], annotator: int) -> list[Sanction]:
    place = locked(project, annotator)
    if place.stage == Stage.EXCLUDED:
        return []
    made = (_impose(project, annotator, due) for due in _due(histories, rules, annotator))
    return [sanction for sanction in made if sanction]


def _impose(project: Project, annotator: int, due: Due) -> Sanction | None:
    rule = due.firing.rule
    return impose(
        project,
        annotator_id=annotator,
        kind=KINDS[rule.action],
        cause=Sanction.Cause.RULE,
        rule=rule.name,
        evidence=evidence(due.firing),
        response_id=due.response_id,
        trial=rule.trial,
    )


def evidence(firing: Firing) -> dict[str, Any]:
    """The figures of a firing with the words for them."""
    words = firing.rule.collector.figures
    return {
        "at": firing.at.isoformat(),
        "action": firing.rule.action,
        "figures": dict(firing.figures),
        "words": {name: words[name] for name in firing.figures},
    }


def _due(histories: Histories, rules: Sequence[Rule], annotator: int) -> list[Due]:
    """What fires later than what the rule led to before. What waits for a reviewer does not come again meanwhile."""
    followed = _followed(histories.project, annotator)
    warned = [
        Entry("reset", at, rule=name)
        for (name, trial), past in followed.items()
        for at, kind in past.at
        if kind == Sanction.Kind.WARNING and not trial
    ]
    history = histories.of(annotator, latest=True, resets=warned)
    return [
        Due(firing, history.responses[firing.place])
        for firing in replay(rules, history.entries)
        if followed[firing.rule.name, firing.rule.trial].allows(firing.at)
    ]


class Followed:
    """What a rule led to for an annotator so far: the moments that it fired at, each with the kind of sanction."""

    def __init__(self) -> None:
        self.at: list[tuple[datetime, str]] = []
        self._waits = False

    def add(self, sanction: Sanction) -> None:
        self.at.append((datetime.fromisoformat(sanction.evidence["at"]), sanction.kind))
        self._waits |= sanction.kind != Sanction.Kind.WARNING and not sanction.verdict

    def allows(self, at: datetime) -> bool:
        return not self._waits and all(before < at for before, _ in self.at)


def _followed(project: Project, annotator: int) -> defaultdict[tuple[str, bool], Followed]:
    """By the rule's name, and whether it was on trial."""
    found: defaultdict[tuple[str, bool], Followed] = defaultdict(Followed)
    mine = Sanction.objects.filter(project=project, annotator=annotator, cause=Sanction.Cause.RULE)
    for sanction in mine:
        found[sanction.rule, sanction.trial].add(sanction)
    return found
