"""How each annotator errs and what is true, found together from the votes.

A. P. Dawid and A. M. Skene, Journal of the Royal Statistical Society C 28 (1979) 20-28: expectation-maximisation over
a confusion matrix per annotator, here with the prior of `confusion.prior` in each, so that nothing is ever impossible.

Accuracy on recorded crowds, in brackets the best of crowd-kit's Dawid-Skene: rte .9287 (.9275), dog .8439 (.8426),
web .8277 (.8292). With .1 of a vote in each cell of the prior and .4 more on the diagonal, whatever the number of values:
.9287, .8426, .8187; with .01 in each cell .9275, .8426, .8296, but at two votes a record .732 instead of .783 (rte), and at
one vote nothing but chance.
"""

from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np

from labeling.quality.confusion import Model, keep, prior
from labeling.quality.decisions import Decisions, highest
from labeling.quality.table import Floats, Indices
from labeling.quality.votes import Truth, Votes

ITERATIONS = 50
CHANGE = 1e-5
CLASS_PRIOR = 1.0  # records of each value, before any was seen


@dataclass(frozen=True, eq=False)
class Fit:
    """`posteriors[n, v]` is how probably value v is true of record n: each row sums to 1.

    `truth` is what was known, as of `Votes.known`.
    """

    model: Model
    posteriors: Floats  # (N, V)
    truth: Indices  # (N,)
    log_likelihood: float
    iterations: int

    @cached_property
    def decisions(self) -> Decisions:
        """The most probable values, and their probability."""
        return highest(self.posteriors)


def fit(votes: Votes, known: Truth | None = None) -> Fit:
    """The model of the votes' annotators, and what is true of the records, given the truth about the known ones.

    Known records (controls) keep their value, with probability 1, and teach the most; ValueError where it is none of
    the votes' values. A record with a single vote keeps that, and being no evidence about anybody, teaches nothing.
    Ends where the log-likelihood changes by less than a hundred-thousandth, or after 50 rounds.
    """
    truth = votes.known(known or {})
    if (truth == len(votes.values)).any():
        raise ValueError("a known value is none of the values")
    rounds = _Rounds(votes, truth)
    shares = rounds.clamped(rounds.counted())
    before, step = -inf, 0
    while True:
        step += 1
        priors, confusions = rounds.maximise(shares)
        shares, likelihood = rounds.expect(priors, confusions)
        if step == ITERATIONS or abs(likelihood - before) <= CHANGE * abs(likelihood):
            break
        before = likelihood
    model = Model(votes.values, priors, votes.annotators, confusions)
    return Fit(model, rounds.finished(shares), truth, likelihood, step)


class _Rounds:
    """The votes in an order in which both steps read whole arrays.

    Records with the most votes come first, so the j-th votes of all records that have so many are the j-th round:
    one gather adds them. Of the records that teach nothing, known single votes apart, all come last.
    """

    def __init__(self, votes: Votes, truth: Indices) -> None:
        self.votes = votes
        idle = (votes.overlap == 1) & (truth < 0)
        self.order = np.lexsort((-votes.overlap, idle))
        self.teaching = len(idle) - int(idle.sum())
        self.known = np.flatnonzero(truth[self.order] >= 0)
        self.truth = truth[self.order][self.known]
        first, overlap = votes.start[self.order], votes.overlap[self.order]
        cells = votes.annotator * len(votes.values) + votes.value
        widths = [int((overlap > turn).sum()) for turn in range(overlap.max(initial=0))]
        self.cells = [cells[first[:width] + turn] for turn, width in enumerate(widths)]
        self.lessons = [min(width, self.teaching) for width in widths]
        taught = (column[:width] for column, width in zip(self.cells, self.lessons, strict=True))
        self.taught = np.concatenate([np.zeros(0, np.intp), *taught])

    def counted(self) -> Floats:
        """(V, N) the shares of the votes: where the rounds begin."""
        size = len(self.votes.values)
        keys = self.votes.record * size + self.votes.value
        counts = np.bincount(keys, minlength=len(self.order) * size).reshape(-1, size)
        shares: Floats = (counts / self.votes.overlap[:, None])[self.order].T.copy()
        return shares

    def clamped(self, shares: Floats) -> Floats:
        """The same array, certain of what is known."""
        shares[:, self.known] = 0
        shares[self.truth, self.known] = 1
        return shares

    def maximise(self, shares: Floats) -> tuple[Floats, Floats]:
        """Class priors (V,) and confusion matrices (W, V, V), given how probably each value is true (V, N)."""
        size, people = len(self.votes.values), len(self.votes.annotators)
        tallies = [
            np.bincount(self.taught, self._lessons(share), minlength=people * size).reshape(people, size)
            for share in shares
        ]
        confusions = np.stack(tallies, axis=1) + prior(size)
        priors = shares[:, : self.teaching].sum(axis=1) + CLASS_PRIOR
        return priors / priors.sum(), confusions / confusions.sum(axis=2, keepdims=True)

    def expect(self, priors: Floats, confusions: Floats) -> tuple[Floats, float]:
        """How probably each value is true (V, N), and the log-likelihood of the votes that teach."""
        shares = np.empty((len(priors), len(self.order)))
        for joint, start, logs in zip(shares, np.log(priors), np.log(confusions).swapaxes(0, 1), strict=True):
            joint[:] = start
            flat = logs.ravel()
            for column in self.cells:
                joint[: len(column)] += flat[column]
        certain = shares[self.truth, self.known]
        highest = shares.max(axis=0)
        np.exp(np.subtract(shares, highest, out=shares), out=shares)
        total = shares.sum(axis=0)
        shares /= total
        likelihoods = highest + np.log(total)
        likelihoods[self.known] = certain
        return self.clamped(shares), float(likelihoods[: self.teaching].sum())

    def finished(self, shares: Floats) -> Floats:
        """(N, V), in the order of the votes' records."""
        single = self.order[self.teaching :]
        keep(shares[:, self.teaching :], self.votes.value[self.votes.start[single]])
        posteriors = np.empty(shares.T.shape)
        posteriors[self.order] = shares.T
        return posteriors

    def _lessons(self, share: Floats) -> Floats:
        """The share of each vote that teaches, in the order of `taught`."""
        return np.concatenate([np.zeros(0), *(share[:width] for width in self.lessons)])
