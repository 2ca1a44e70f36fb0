"""How far others confirm each annotator: everybody is measured by the others alone (leave-one-out)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from labeling.quality.pairs import met
from labeling.quality.table import Floats, Indices
from labeling.quality.votes import Votes

Similar = Callable[[Indices, Indices], Floats]
"""How alike values are, 0 to 1, elementwise, from their places in `Votes.values`; nan where that is undefined."""


@dataclass(frozen=True, eq=False)
class Confirmation:
    """(W,) each. `agreed` of `compared` answers equal the consensus of the others, as by `ranking.agrees`."""

    agreed: Indices
    compared: Indices


def confirmation(votes: Votes) -> Confirmation:
    """Answers beside which the others are tied, or are none, are not compared."""
    verdict = _verdicts(votes)
    people = len(votes.annotators)
    return Confirmation(
        agreed=np.bincount(votes.annotator[verdict == 1], minlength=people),
        compared=np.bincount(votes.annotator[verdict >= 0], minlength=people),
    )


def similarity(votes: Votes, similar: Similar = np.equal) -> Floats:
    """(W,) how alike an annotator's answers are to others' on the same record.

    The mean over all pairs of an own answer and another; nan where there is none.
    """
    people = len(votes.annotators)
    sums, numbers = np.zeros(people), np.zeros(people)
    for left, right in met(votes):
        alike = np.asarray(similar(votes.value[left], votes.value[right]), dtype=np.float64)
        defined = ~np.isnan(alike)
        for side in (left, right):
            who = votes.annotator[side[defined]]
            sums += np.bincount(who, alike[defined], minlength=people)
            numbers += np.bincount(who, minlength=people)
    means: Floats = np.divide(sums, numbers, out=np.full(people, np.nan), where=numbers > 0)
    return means


def _verdicts(votes: Votes) -> Indices:
    """(n,) 1: the other votes' only leader is the own value; 0: another value is; -1: neither."""
    if not len(votes):
        return np.zeros(0, np.intp)
    keys, cell, count = np.unique(
        votes.record * len(votes.values) + votes.value, return_inverse=True, return_counts=True
    )
    record = keys // len(votes.values)
    start = np.searchsorted(record, np.arange(len(votes.records)))
    lead = np.maximum.reduceat(count, start)
    leaders = np.add.reduceat(count == lead[record], start, dtype=np.intp)
    second = np.maximum.reduceat(np.where(count < lead[record], count, 0), start)

    own, top, tops, next_ = count[cell], lead[votes.record], leaders[votes.record], second[votes.record]
    alone = (own == top) & (tops == 1)
    rivals = tops - (own == top)  # other values with as many votes as the leader
    return np.where(alone, np.where(own - 1 > next_, 1, -1), np.where(rivals == 1, 0, -1))
