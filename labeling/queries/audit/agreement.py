"""Agreement by the `krippendorff` package, and the patterns that it is kept by."""

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

import krippendorff
import numpy as np

from labeling.models import Agreement, Pattern
from labeling.queries.audit.difference import Difference
from labeling.queries.audit.votes import Votes
from projects.models import Question
from projects.questions.base import Level

TOLERANCE = 1e-9


def alpha(question: Question, votes: Votes) -> Iterator[Difference]:
    level = question.type.level_of(question.options)
    if level is None:
        return
    units = [[unit for _, unit in given] for given in votes.values()]
    stored = Agreement.objects.filter(question=question).values_list("alpha", flat=True).first()
    counted = _krippendorff(question, level, units)
    if (stored is None) != (counted is None) or (
        stored is not None and counted is not None and not math.isclose(stored, counted, abs_tol=TOLERANCE)
    ):
        yield Difference("alpha", f"question {question.name}", stored, counted)


def _krippendorff(question: Question, level: Level, answers: list[list[Any]]) -> float | None:
    domain = list(
        question.type.domain(question.options) or sorted({unit for units in answers for unit in units})
    )
    column = {unit: index for index, unit in enumerate(domain)}
    counts = np.zeros((len(answers), len(domain)), dtype=int)
    for row, units in enumerate(answers):
        for unit in units:
            counts[row, column[unit]] += 1
    counts = counts[counts.sum(axis=1) >= 2]
    if not len(counts) or (counts.sum(axis=0) > 0).sum() < 2:
        return None
    numbers = all(isinstance(unit, int | float) for unit in domain)
    values = np.array(domain if numbers else range(len(domain)))
    return float(krippendorff.alpha(value_counts=counts, value_domain=values, level_of_measurement=level))


def patterns(question: Question, votes: Votes) -> Iterator[Difference]:
    if question.type.level is None:
        return
    rows = Pattern.objects.filter(question=question, records__gt=0).values_list("counts", "records")
    stored = {tuple(map(tuple, counts)): records for counts, records in rows}
    counted = Counter(tuple(sorted(Counter(unit for _, unit in given).items())) for given in votes.values())
    for shown in stored.keys() | counted.keys():
        if stored.get(shown, 0) != counted[shown]:
            where = f"question {question.name}, {shown}"
            yield Difference("patterns", where, stored.get(shown, 0), counted[shown])
