"""The consensus of each record, counted again by the method that it names."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from statistics import fmean, median
from typing import Any, TypeGuard

from labeling.models import Adjudication, Consensus, Fit, Skill
from labeling.queries.audit.difference import Difference
from labeling.queries.audit.votes import Vote, Votes, winner
from projects.models import Question

Method = Consensus.Method
Recount = Callable[[Question, Consensus, Sequence[Vote]], Any]

CLOSE = 0.02
"""By how much the probability of two answers may differ from a fit that was made since: less is a tie."""


def consensus(question: Question, votes: Votes) -> Iterator[Difference]:
    rows = Consensus.objects.filter(question=question)
    stored = {row.record_id: row for row in rows.iterator(chunk_size=5000)}
    decided = dict(Adjudication.objects.filter(question=question).values_list("record", "value"))
    modelled = _Modelled(question)
    for record in stored.keys() | votes.keys() | decided.keys():
        row, given = stored.get(record), votes.get(record, [])
        where = f"record {record}"
        if row is None or row.answers != len(given):
            yield Difference("answers in the consensus", where, row and row.answers, len(given))
        elif row.basis.get("responses") != [vote.response for vote in given]:
            yield Difference("basis", where, row.basis.get("responses"), [vote.response for vote in given])
        elif record in decided or row.method == Method.ADJUDICATED:
            if (row.method, row.value) != (Method.ADJUDICATED, decided.get(record)):
                yield Difference("adjudication", where, row.value, decided.get(record))
        elif given:
            yield from _differences(question, row, given, modelled)


def _differences(
    question: Question, row: Consensus, given: Sequence[Vote], modelled: "_Modelled"
) -> Iterator[Difference]:
    kind, where = question.type, f"record {row.record_id}"
    if row.method == Method.DAWID_SKENE:
        allowed = modelled.allowed([(vote.annotator, vote.unit) for vote in given])
        value = None if row.value is None else kind.unit(question.options, row.value)
        if value not in allowed:
            yield Difference("consensus", where, value, allowed)
        return
    counted = RECOUNTS[Method(row.method)](question, row, given)
    value = row.value
    if row.method in (Method.MAJORITY, Method.WEIGHTED) and value is not None:
        value = kind.unit(question.options, value)
    if value != counted and not (_number(value) and _number(counted) and math.isclose(value, counted)):
        yield Difference("consensus", where, value, counted)


def _majority(question: Question, row: Consensus, given: Sequence[Vote]) -> Any:
    return winner([vote.unit for vote in given])


def _weighted(question: Question, row: Consensus, given: Sequence[Vote]) -> Any:
    sums: dict[Any, float] = defaultdict(float)
    for vote, weight in zip(given, row.basis["weights"], strict=True):
        sums[vote.unit] += weight
    first, *others = sorted(sums.items(), key=lambda item: -item[1])
    tied = others and math.isclose(first[1], others[0][1], rel_tol=1e-9, abs_tol=1e-9)
    return None if tied or not first[1] else first[0]


def _mean(question: Question, row: Consensus, given: Sequence[Vote]) -> Any:
    return fmean(vote.unit for vote in given)


def _median(question: Question, row: Consensus, given: Sequence[Vote]) -> Any:
    return median(vote.unit for vote in given)


def _by_kind(question: Question, row: Consensus, given: Sequence[Vote]) -> Any:
    """By the kind's own code, from the answers in another order."""
    return question.type.aggregate(question.options, [vote.answer for vote in reversed(given)]).value


RECOUNTS: dict[Method, Recount] = {
    Method.MAJORITY: _majority,
    Method.WEIGHTED: _weighted,
    Method.MEAN: _mean,
    Method.MEDIAN: _median,
    Method.KIND: _by_kind,
}


class _Modelled:
    """Bayes' rule with the stored confusion matrices, in plain Python."""

    def __init__(self, question: Question) -> None:
        fit = Fit.objects.filter(question=question).first()
        self._values = fit.parameters["values"] if fit else []
        self._priors = fit.parameters["priors"] if fit else []
        skills = Skill.objects.filter(question=question).exclude(confusion=None)
        self._confusions: dict[int, Any] = dict(skills.values_list("annotator", "confusion"))

    def allowed(self, votes: Sequence[tuple[int, Any]]) -> list[Any]:
        """The values that may be the consensus: the most probable that was given; None where two are too close.

        A single vote stays. Whoever came after the fit makes the probability unknown here: then whatever was given may be.
        """
        given = list(dict.fromkeys(unit for _, unit in votes))
        if len(given) == 1:
            return given
        if any(annotator not in self._confusions for annotator, _ in votes):
            return [*given, None]
        joint = dict.fromkeys(self._values, 0.0)
        for place, value in enumerate(self._values):
            joint[value] = math.log(self._priors[place]) + math.fsum(
                math.log(self._confusions[annotator][place][self._values.index(unit)])
                for annotator, unit in votes
            )
        most = max(joint.values())
        total = math.fsum(math.exp(one - most) for one in joint.values())
        shares = {value: math.exp(one - most) / total for value, one in joint.items()}
        best = max(shares[value] for value in given)
        close = [value for value in given if shares[value] >= best - CLOSE]
        return close if len(close) == 1 else [*close, None]


def _number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float)
