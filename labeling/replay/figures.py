"""What a campaign comes to, computed from raw answers, and where it differs from the recording."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from labeling.demo import Dataset, Vote
from labeling.quality.agreement import alpha
from labeling.quality.consensus import expected_accuracy
from labeling.quality.patterns import Pattern, pattern

Counts = dict[str, Counter[str]]
"""How often each record got each answer."""

DECIMALS = 4


@dataclass(frozen=True)
class Figures:
    """`answers` are those to records that have two or more: what alpha rests on."""

    responses: int
    answers: int
    alpha: float | None
    accuracy: float | None


def figures(votes: Iterable[Vote], truth: Mapping[str, str]) -> Figures:
    counts = count(votes)
    shown: Counter[Pattern] = Counter(pattern(one.elements()) for one in counts.values())
    agreement = alpha(shown, "nominal")
    known = counts.keys() & truth.keys()
    return Figures(
        responses=sum(one.total() for one in counts.values()),
        answers=agreement.answers,
        alpha=agreement.value,
        accuracy=expected_accuracy(counts, truth) if known else None,
    )


def count(votes: Iterable[Vote]) -> Counts:
    counts: Counts = defaultdict(Counter)
    for vote in votes:
        counts[vote.record][vote.answer] += 1
    return counts


def exported(path: Path, question: str) -> Iterator[Vote]:
    """The counted responses of an export as JSON Lines."""
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["counted"]:
                yield Vote(row["external_id"], row["annotator"], row["values"][question])


def differences(dataset: Dataset, whole: bool, expected: Figures, found: Figures) -> Iterator[str]:
    """What is not as recorded; of a whole campaign, also what is not as published."""
    if found.responses != expected.responses:
        yield f"{found.responses} responses count, {expected.responses} were recorded"
    wanted = {"alpha": expected.alpha, "accuracy": expected.accuracy}
    for name, recorded in wanted.items():
        if not same(getattr(found, name), recorded):
            yield f"{name} is {written(getattr(found, name))}, the recording has {written(recorded)}"
    published = {"alpha": dataset.ALPHA, "accuracy": dataset.ACCURACY} if whole else {}
    for name, figure in published.items():
        if not same(getattr(found, name), figure):
            yield f"{name} is {written(getattr(found, name))}, published is {written(figure)}"


def same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return round(one, DECIMALS) == round(other, DECIMALS)


def written(figure: float | None) -> str:
    return "n/a" if figure is None else f"{figure:.{DECIMALS}f}"
