"""Agreement by the `krippendorff` package, the patterns that it is kept by, and who agrees with whom."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from statistics import fmean
from typing import Any

import krippendorff
import numpy as np
from django.db.models import F

from labeling.models import Agreement, Confirmation, Pair, Pattern, Progress, policy_of
from labeling.queries.audit.difference import Difference
from labeling.queries.audit.votes import Vote, Votes, votes_on, winner
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
    yield from _apart("alpha", question, stored, _mean(question, level, compared(question, votes)))


def similarity(question: Question, votes: Votes) -> Iterator[Difference]:
    """The mean over the records of the mean over the pairs of their answers."""
    stored = Agreement.objects.filter(question=question).values_list("similarity", flat=True).first()
    kind, options = question.type, question.options
    pairs = [list(combinations(given, 2)) for given in votes.values() if len(given) > 1]
    alike = [fmean(kind.similarity(options, a.answer, b.answer) for a, b in of) for of in pairs]
    yield from _apart("similarity", question, stored, fmean(alike) if alike else None)


def compared(question: Question, votes: Votes) -> Votes:
    """Where contested records are given more answers, the first two of each record."""
    if policy_of(question.project).overlap.mode != "adaptive":
        return votes
    return {record: given[:2] for record, given in votes.items()}


def _apart(
    what: str, question: Question, stored: float | None, counted: float | None
) -> Iterator[Difference]:
    if (stored is None) != (counted is None) or (
        stored is not None and counted is not None and not math.isclose(stored, counted, abs_tol=TOLERANCE)
    ):
        yield Difference(what, f"question {question.name}", stored, counted)


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
    early = compared(question, votes)
    counted = Counter(tuple(sorted(Counter(vote.unit for vote in given).items())) for given in early.values())
    for shown in stored.keys() | counted.keys():
        if stored.get(shown, 0) != counted[shown]:
            where = f"question {question.name}, {shown}"
            yield Difference("patterns", where, stored.get(shown, 0), counted[shown])


def people(question: Question) -> Iterator[Difference]:
    """Who agrees with whom, and whom the others confirm: only where nothing has changed since the last assessment."""
    assessed = Progress.objects.filter(project=question.project_id, assessed_at__gte=F("changed_at"))
    if question.type.level is None or not assessed.exists():
        return
    votes = votes_on(question, graded=True)
    yield from _pairs(question, votes)
    yield from _confirmations(question, votes)


def _pairs(question: Question, votes: Votes) -> Iterator[Difference]:
    rows = Pair.objects.filter(question=question).values_list("first", "second", "common", "equal")
    stored = {(first, second): (common, equal) for first, second, common, equal in rows}
    counted: defaultdict[tuple[int, int], list[bool]] = defaultdict(list)
    for given in votes.values():
        for one, other in combinations(sorted(given, key=_annotator), 2):
            counted[one.annotator, other.annotator].append(one.unit == other.unit)
    for who in stored.keys() | counted.keys():
        found = (len(counted[who]), sum(counted[who])) if who in counted else None
        if stored.get(who) != found:
            yield Difference("pairs", f"question {question.name}, {who}", stored.get(who), found)


def _confirmations(question: Question, votes: Votes) -> Iterator[Difference]:
    rows = Confirmation.objects.filter(question=question).values_list("annotator", "agreed", "compared")
    stored = {annotator: (agreed, compared) for annotator, agreed, compared in rows}
    counted: defaultdict[int, list[bool]] = defaultdict(list)
    for given in votes.values():
        for vote in given:
            others = winner([other.unit for other in given if other is not vote])
            counted[vote.annotator] += [] if others is None else [vote.unit == others]
    for who in stored.keys() | counted.keys():
        found = (sum(counted[who]), len(counted[who])) if who in counted else None
        if stored.get(who) != found:
            yield Difference(
                "confirmed by others", f"question {question.name}, {who}", stored.get(who), found
            )


def _annotator(vote: Vote) -> int:
    return vote.annotator
