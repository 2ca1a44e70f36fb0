"""Rules on a history: the one function behind live use and back-tests."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from labeling.quality.rules.history import Entry
from labeling.quality.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule fired upon entry `place` of the history, counted from 0, because of these figures."""

    rule: Rule
    place: int
    at: datetime
    figures: Mapping[str, float | None]


class Evaluation:
    """A rule on one annotator's history as it grows: constant work per entry, whatever the length of the history."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._tally = rule.collector.start()
        self._fired = False

    def see(self, entry: Entry) -> Mapping[str, float | None] | None:
        """The figures, if the rule fires upon this entry: once, and again only after a reset."""
        if entry.what == "reset":
            if entry.rule in (None, self.rule.name):
                self._tally, self._fired = self.rule.collector.start(), False
            return None
        if self._fired:
            return None
        self._tally.add(entry)
        figures = self._tally.figures()
        self._fired = self.rule.holds(figures)
        return figures if self._fired else None


def firings(rules: Sequence[Rule], history: Iterable[Entry]) -> Iterator[Firing]:
    """Every moment at which a rule fires on an annotator's history, in order: what would have followed, and when.

    What happens later never changes an earlier firing, so replaying a history gives what was seen live.
    """
    evaluations = [Evaluation(rule) for rule in rules]
    for place, entry in enumerate(history):
        for evaluation in evaluations:
            figures = evaluation.see(entry)
            if figures is not None:
                yield Firing(evaluation.rule, place, entry.at, figures)


def now(rules: Sequence[Rule], history: Sequence[Entry]) -> list[Firing]:
    """The rules that fire upon the last entry."""
    return [firing for firing in firings(rules, history) if firing.place == len(history) - 1]
