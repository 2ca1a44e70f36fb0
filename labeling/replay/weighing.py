"""What the votes say once people are weighed by how well they do (Dawid and Skene), and whom that makes suspect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from labeling.demo import Vote
from labeling.quality.dawid_skene import fit
from labeling.quality.peers import peers, suspects
from labeling.quality.votes import votes

SHOWN = 12


@dataclass(frozen=True)
class Suspect:
    """An annotator with the evidence of the others' answers against them, and how often they are really right."""

    annotator: str
    votes: int
    evidence: float
    accuracy: float | None


@dataclass(frozen=True)
class Weighing:
    """`accuracy` is how often the decisions are right; `suspects` has the strongest evidence first."""

    accuracy: float | None
    suspects: tuple[Suspect, ...]


def weigh(given: Iterable[Vote], truth: Mapping[str, str]) -> Weighing:
    """Without any truth there are suspects all the same."""
    given = list(given)
    table = votes(given)
    found = fit(table)
    right = _accuracies(given, truth)
    return Weighing(
        accuracy=found.decisions.accuracy(table.known(truth)) if truth else None,
        suspects=tuple(
            Suspect(str(one.annotator), one.votes, one.evidence, right.get(str(one.annotator)))
            for one in suspects(peers(table, found))
        ),
    )


def _accuracies(given: Iterable[Vote], truth: Mapping[str, str]) -> dict[str, float]:
    answers: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for vote in given:
        if vote.record in truth:
            answers[vote.annotator] += 1
            right[vote.annotator] += vote.answer == truth[vote.record]
    return {person: right[person] / number for person, number in answers.items()}
