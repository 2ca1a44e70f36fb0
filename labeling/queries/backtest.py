"""Rules replayed on everything that has happened: who would have been warned or paused, when, and by what figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from labeling.models import Assignment
from labeling.quality.rules import Rule
from labeling.quality.rules.replay import replay
from labeling.queries.history import Histories
from projects.models import Project


@dataclass(frozen=True)
class Fired:
    """A rule would have fired. `later`: how many answers this annotator has given since then."""

    annotator: User
    rule: Rule
    at: datetime
    figures: Mapping[str, float | None]
    later: int


def backtest(project: Project, rules: Sequence[Rule]) -> list[Fired]:
    """All firings, by time; reads every annotator's history once, by the code that live use runs."""
    if not rules:
        return []
    histories = Histories(project, rules)
    worked = Assignment.objects.filter(project=project).order_by().values("annotator")
    found: list[Fired] = []
    for annotator in User.objects.filter(pk__in=worked).order_by("pk"):
        found += _replayed(histories, rules, annotator)
    return sorted(found, key=lambda fired: (fired.at, fired.annotator.pk))


def _replayed(histories: Histories, rules: Sequence[Rule], annotator: User) -> list[Fired]:
    entries = histories.of(annotator.pk).entries
    later = [0] * (len(entries) + 1)
    for place in reversed(range(len(entries))):
        later[place] = later[place + 1] + (entries[place].what == "submitted")
    return [
        Fired(annotator, firing.rule, firing.at, firing.figures, later[firing.place + 1])
        for firing in replay(rules, entries)
    ]
