"""A history under rules that have their effect: what live use does, and what a back-test shows."""

from collections.abc import Iterable, Iterator, Sequence

from labeling.quality.rules.evaluation import Evaluation, Firing
from labeling.quality.rules.history import Entry
from labeling.quality.rules.rule import Rule


def replay(rules: Sequence[Rule], history: Iterable[Entry]) -> Iterator[Firing]:
    """As `firings`, but a rule that warns starts anew with each warning, so that it may warn again.

    What stops somebody, or waits for a reviewer, starts anew with the decision: a "reset" in the history.
    """
    evaluations = [Evaluation(rule) for rule in rules]
    for place, entry in enumerate(history):
        for evaluation in evaluations:
            figures = evaluation.see(entry)
            if figures is None:
                continue
            yield Firing(evaluation.rule, place, entry.at, figures)
            if evaluation.rule.action == "warn":
                evaluation.see(Entry("reset", entry.at, rule=evaluation.rule.name))
