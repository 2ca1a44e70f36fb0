"""Peer evidence: what the answers of all the others say about an annotator.

It finds careless annotators sooner than ten controls each do. It is blind to what all share, collusion and common
misconceptions: those need controls.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from labeling.quality.dawid_skene import Fit
from labeling.quality.gate import Gate, fitted
from labeling.quality.table import Floats
from labeling.quality.votes import Name, Votes

ENOUGH = 20
RANDOM = 0.1
CELLS = 4_000_000
TINY = np.finfo(np.float64).tiny


@dataclass(frozen=True, slots=True)
class Peer:
    """An annotator against the others.

    `compared` are the votes on records that others voted on too, or that are known; the figures are over these, and
    None where there are none. `accuracy`: how probably a vote is right, by the model without that vote. `agreement`: the
    share of the other votes on the record that are equal. `informativeness`: of the fitted model, 0 for random
    answers. `evidence`: the log-likelihood ratio of the campaign's gate, higher the worse. `reasons` to suspect them.
    """

    annotator: Name
    votes: int
    compared: int
    accuracy: float | None
    agreement: float | None
    informativeness: float
    evidence: float
    reasons: tuple[str, ...]


def peers(votes: Votes, fit: Fit) -> list[Peer]:
    """All annotators, the strongest evidence against them first. `fit` must be of these votes.

    Suspects have twenty or more compared votes and cross the bound of `gate.fitted`, the sequential test of an accuracy
    usual here against one a quarter below it; or what they say hardly depends on what is true (informativeness below .1).
    """
    shared = votes.overlap[votes.record] > 1
    judged = shared | (fit.truth[votes.record] >= 0)
    compared = _total(votes, judged)
    accuracy = _ratio(_total(votes, _right(votes, fit) * judged), compared)
    agreement = _ratio(_total(votes, _equal(votes)), _total(votes, shared))
    evidence, bound = _evidence(accuracy, compared, len(votes.values))
    found = [
        Peer(
            annotator=name,
            votes=int(votes.given[place]),
            compared=int(compared[place]),
            accuracy=_number(accuracy[place]),
            agreement=_number(agreement[place]),
            informativeness=float(fit.model.informativeness[place]),
            evidence=float(evidence[place]),
            reasons=_reasons(compared[place], evidence[place] >= bound, fit.model.informativeness[place]),
        )
        for place, name in enumerate(votes.annotators)
    ]
    return sorted(found, key=lambda peer: (-peer.evidence, peer.informativeness, -peer.compared))


def suspects(found: list[Peer]) -> list[Peer]:
    """Those with reasons, in the same order."""
    return [peer for peer in found if peer.reasons]


def usual(accuracy: Floats, compared: Floats) -> float:
    """The accuracy to hold annotators against: the higher of the median annotator's and that of the median vote's.

    The first where a few careless people gave much of the votes (rte), the second where most people are careless and a few
    good ones did the work (web).
    """
    enough = compared >= ENOUGH
    order = np.argsort(accuracy[enough], kind="stable")
    ranked, weights = accuracy[enough][order], np.cumsum(compared[enough][order])
    return max(float(np.median(ranked)), float(ranked[np.searchsorted(weights, weights[-1] / 2)]))


def _evidence(accuracy: Floats, compared: Floats, values: int) -> tuple[Floats, float]:
    """Each annotator's log-likelihood ratio, and the bound that suspects cross; all 0 where no test is possible."""
    gate = _gate(accuracy, compared, values)
    if gate is None:
        return np.zeros(len(accuracy)), np.inf
    share = np.nan_to_num(accuracy)
    return compared * (share * gate.gain(True) + (1 - share) * gate.gain(False)), gate.bound


def _gate(accuracy: Floats, compared: Floats, values: int) -> Gate | None:
    if not (compared >= ENOUGH).any() or values < 2:
        return None
    try:
        return fitted(median=min(usual(accuracy, compared), 0.99), chance=1 / values)
    except ValueError:
        return None


def _right(votes: Votes, fit: Fit) -> Floats:
    """(n,) how probably each vote is right, by the model without that vote; of a known record, whether it is."""
    logs = np.log(fit.model.confusions)
    right = np.empty(len(votes))
    step = max(1, CELLS // max(1, len(votes.values)))
    for first in range(0, len(votes), step):
        part = slice(first, first + step)
        record, value = votes.record[part], votes.value[part]
        joint = np.log(np.maximum(fit.posteriors[record], TINY)) - logs[votes.annotator[part], :, value]
        shares = np.exp(joint - joint.max(axis=1, keepdims=True))
        right[part] = shares[np.arange(len(record)), value] / shares.sum(axis=1)
    known = fit.truth[votes.record]
    return np.where(known >= 0, known == votes.value, right)


def _equal(votes: Votes) -> Floats:
    """(n,) the share of the other votes on the record that are equal; 0 where there are none."""
    size = max(1, len(votes.values))
    _, pair, count = np.unique(votes.record * size + votes.value, return_inverse=True, return_counts=True)
    shares: Floats = (count[pair] - 1) / np.maximum(1, votes.overlap[votes.record] - 1)
    return shares


def _total(votes: Votes, each: Floats | NDArray[np.bool_]) -> Floats:
    """(W,) the sum over each annotator's votes."""
    totals = np.bincount(votes.annotator, each, minlength=len(votes.annotators))
    return np.asarray(totals, dtype=np.float64)


def _ratio(total: Floats, count: Floats) -> Floats:
    """nan where there is nothing to take a mean of."""
    means: Floats = np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0)
    return means


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _reasons(compared: float, crossed: bool, informativeness: float) -> tuple[str, ...]:
    if compared < ENOUGH:
        return ()
    found = (("accuracy", crossed), ("informativeness", informativeness < RANDOM))
    return tuple(reason for reason, holds in found if holds)
