"""From a record's responses to its consensus on one question. Reads nothing, writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean
from typing import Any

from labeling.actions.consensus.jury import Jury, Method
from labeling.models import Adjudication, Consensus, Response
from labeling.quality.decisions import EQUAL
from labeling.quality.early import FEW
from labeling.quality.patterns import Pattern, pattern
from projects.models import Question
from projects.questions import base


@dataclass(frozen=True)
class Derived:
    """An unsaved consensus, and the pattern of the answers that it is counted by: () where there is none."""

    consensus: Consensus
    pattern: Pattern


def derive(
    jury: Jury, record_id: int, responses: Sequence[Response], adjudication: Adjudication | None = None
) -> Derived:
    """What counted responses, oldest first, say to the jury's question; an adjudication wins over it."""
    question = jury.question
    given = [response for response in responses if question.name in response.values]
    answers = [response.values[question.name] for response in given]
    weights = [jury.weights[response.annotator_id] for response in given] if jury.weights else []
    found, posterior = _decide(jury, given, answers, weights)
    consensus = Consensus(
        record_id=record_id,
        question=question,
        value=found.value,
        tied=list(found.tied),
        share=found.share,
        answers=found.count,
        method=jury.method,
        posterior=posterior,
        error=found.error,
        similarity=similarity(question, answers),
        basis=_basis(jury, given, weights or _likelihoods(jury, found.value, given)),
    )
    if adjudication:
        _overrule(consensus, adjudication)
    compared = answers[:FEW] if jury.early else answers
    units: list[Any] = [question.type.unit(question.options, answer) for answer in compared]
    return Derived(consensus, pattern(units) if question.type.level else ())


def similarity(question: Question, answers: Sequence[Any]) -> float | None:
    """How alike two answers are, averaged over the pairs; None for fewer than two."""
    pairs = combinations(answers, 2)
    alike = [question.type.similarity(question.options, a, b) for a, b in pairs]
    return fmean(alike) if alike else None


def _decide(
    jury: Jury, given: Sequence[Response], answers: list[Any], weights: list[float]
) -> tuple[base.Consensus, float | None]:
    """The consensus and its probability, where a model gives one."""
    kind, options = jury.question.type, jury.question.options
    if jury.model is None or not answers:
        method = jury.method if jury.method in kind.methods else None
        return kind.aggregate(options, answers, weights or None, method), None
    units: list[Any] = [kind.unit(options, answer) for answer in answers]
    votes = [(response.annotator_id, unit) for response, unit in zip(given, units, strict=True)]
    shares = jury.model.posterior(votes)
    # What nobody said is nobody's answer, however probable the model has it.
    most = max(shares[unit] for unit in units)
    leaders = [unit for unit in dict.fromkeys(units) if shares[unit] >= most - EQUAL]
    settled = [kind.settle(options, unit, answers, [1.0] * len(answers)) for unit in leaders]
    if len(leaders) > 1:
        return base.Consensus(None, None, tuple(settled), len(answers), "a tie"), most
    return base.Consensus(settled[0], units.count(leaders[0]) / len(units), (), len(answers)), most


def _likelihoods(jury: Jury, value: Any, given: Sequence[Response]) -> list[float]:
    """How probably each annotator says what they said, if the agreed answer is true: why the model settles on it."""
    if jury.model is None or value is None:
        return []
    kind, options, values = jury.question.type, jury.question.options, jury.model.values
    true = values.index(kind.unit(options, value))
    return [
        round(
            float(
                jury.model.confusion(response.annotator_id)[true, values.index(kind.unit(options, answer))]
            ),
            6,
        )
        for response in given
        for answer in [response.values[jury.question.name]]
    ]


def _basis(jury: Jury, given: Sequence[Response], weights: list[float]) -> dict[str, Any]:
    basis: dict[str, Any] = {"responses": [response.pk for response in given], "weights": weights}
    return basis | {"fit": jury.fit} if jury.fit else basis


def _overrule(consensus: Consensus, adjudication: Adjudication) -> None:
    consensus.value, consensus.tied = adjudication.value, []
    consensus.share = consensus.posterior = consensus.error = None
    consensus.method = Method.ADJUDICATED
    consensus.basis |= {"adjudication": adjudication.pk, "by": adjudication.made_by_id}
