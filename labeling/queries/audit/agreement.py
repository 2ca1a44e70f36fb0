"""Agreement by the `krippendorff` package, and the patterns that it is kept by."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import fmean
from typing import Any

import krippendorff
import numpy as np

from labeling.models import Agreement, Pattern
from labeling.queries.audit.difference import Difference
from labeling.queries.audit.votes import Votes
from projects.models import Question
from projects.questions.base import Level

TOLERANCE = 1e-9

Units = tuple[tuple[tuple[Any, int], ...], int]
"""A pattern of judgements, and how many units of a record show it."""


def alpha(question: Question, votes: Votes) -> Iterator[Difference]:
    level = question.type.level_of(question.options)
    if level is None:
        return
    stored = Agreement.objects.filter(question=question).values_list("alpha", flat=True).first()
    counted = _mean(question, level, votes)
    if (stored is None) != (counted is None) or (
        stored is not None and counted is not None and not math.isclose(stored, counted, abs_tol=TOLERANCE)
    ):
        yield Difference("alpha", f"question {question.name}", stored, counted)


def _mean(question: Question, level: Level, votes: Votes) -> float | None:
    """Over the dimensions in which not everybody gave one value."""
    dimensions: dict[str, list[Units]] = defaultdict(list)
    for given in votes.values():
        answers = tuple(sorted(Counter(vote.unit for vote in given).items()))
        for dimension, judged, times in question.type.expand(question.options, answers):
            dimensions[dimension].append((judged, times))
    domain = question.type.domain(question.options)
    values = [_krippendorff(units, level, domain) for units in dimensions.values()]
    defined = [value for value in values if value is not None]
    return fmean(defined) if defined else None


def _krippendorff(units: list[Units], level: Level, possible: Sequence[Any] | None) -> float | None:
    domain = list(possible or sorted({value for judged, _ in units for value, _ in judged}))
    column = {value: index for index, value in enumerate(domain)}
    counts = np.zeros((len(units), len(domain)), dtype=int)
    for row, (judged, _) in enumerate(units):
        for value, count in judged:
            counts[row, column[value]] = count
    counts = np.repeat(counts, [times for _, times in units], axis=0)
    counts = counts[counts.sum(axis=1) >= 2]
    if not len(counts) or (counts.sum(axis=0) > 0).sum() < 2:
        return None
    numbers = all(isinstance(value, int | float) for value in domain)
    values = np.array(domain if numbers else range(len(domain)))
    return float(krippendorff.alpha(value_counts=counts, value_domain=values, level_of_measurement=level))


def patterns(question: Question, votes: Votes) -> Iterator[Difference]:
    if question.type.level is None:
        return
    rows = Pattern.objects.filter(question=question, records__gt=0).values_list("counts", "records")
    stored = {tuple(map(tuple, counts)): records for counts, records in rows}
    counted = Counter(tuple(sorted(Counter(vote.unit for vote in given).items())) for given in votes.values())
    for shown in stored.keys() | counted.keys():
        if stored.get(shown, 0) != counted[shown]:
            where = f"question {question.name}, {shown}"
            yield Difference("patterns", where, stored.get(shown, 0), counted[shown])
