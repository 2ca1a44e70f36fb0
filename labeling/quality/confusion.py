"""A fitted model of annotators: how each of them errs, and what a record's answers then say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np

from labeling.quality.patterns import Unit
from labeling.quality.table import Floats
from labeling.quality.votes import Name

WORTH = 1.2
RIGHT = 5 / 6


def prior(values: int) -> Floats:
    """What a confusion matrix holds before the first vote: (V, V), votes by true and by given value.

    In all `WORTH` votes, `RIGHT` of them right, spread evenly over the V true values. For two values that is .1 in
    each cell and .4 more on the diagonal. More true values share an annotator's votes, so each has a smaller part of
    the prior too: as much as for two it would outweigh the evidence (`dawid_skene` has the figures).
    """
    right = np.eye(values) * RIGHT
    wrong = (1 - np.eye(values)) * (1 - RIGHT) / max(1, values - 1)
    cells: Floats = (right + wrong) * WORTH / values
    return cells


@dataclass(frozen=True, eq=False)
class Model:
    """Class priors and confusion matrices, as `dawid_skene.fit` finds them. No probability is 0.

    `confusions[w, t, l]` is how probably annotator w says l where t is true.
    """

    values: tuple[Unit, ...]
    priors: Floats  # (V,)
    annotators: tuple[Name, ...]
    confusions: Floats  # (W, V, V)

    @cached_property
    def accuracies(self) -> Floats:
        """(W,) how probably each annotator is right."""
        right: Floats = np.diagonal(self.confusions, axis1=1, axis2=2) @ self.priors
        return right

    @cached_property
    def informativeness(self) -> Floats:
        """(W,) sum_t p_t sum_l |c_tl - mean_t c_tl|: how much what an annotator says depends on what is true.

        0 for who answers at random or always the same; somebody who is always wrong in the same way has as much of it
        as somebody who is always right (at most 1 for two values, below 2 for many).
        """
        spread = np.abs(self.confusions - self.confusions.mean(axis=1, keepdims=True))
        depends: Floats = spread.sum(axis=2) @ self.priors
        return depends

    def confusion(self, annotator: Name) -> Floats:
        """(V, V); of somebody unknown, what is assumed of everybody before the first vote."""
        place = self._place.get(annotator)
        if place is not None:
            return np.asarray(self.confusions[place])
        assumed = prior(len(self.values))
        shares: Floats = assumed / assumed.sum(axis=1, keepdims=True)
        return shares

    def posterior(self, votes: Iterable[tuple[Name, Unit]]) -> dict[Unit, float]:
        """How probably each value is true of a record with these votes of (annotator, value): one E-step.

        What `dawid_skene.fit` gave the record, where its votes are the same; between fits, the answer to new ones.
        A single vote stays the most probable. KeyError for a value that the model does not know.
        """
        columns = {value: place for place, value in enumerate(self.values)}
        given = sorted((str(annotator), annotator, columns[value]) for annotator, value in votes)
        joint = np.log(self.priors)
        for _, annotator, column in given:
            joint = joint + np.log(self.confusion(annotator)[:, column])
        shares = np.exp(joint - joint.max())
        shares /= shares.sum()
        if len(given) == 1:
            keep(shares[:, None], np.array([given[0][2]]))
        return dict(zip(self.values, shares.tolist(), strict=True))

    def as_json(self) -> dict[str, Any]:
        """Plain lists and numbers, which `from_json` takes."""
        return {
            "values": list(self.values),
            "priors": self.priors.tolist(),
            "annotators": list(self.annotators),
            "confusions": self.confusions.tolist(),
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        size = len(plain["values"])
        return cls(
            values=tuple(plain["values"]),
            priors=np.array(plain["priors"], dtype=np.float64),
            annotators=tuple(plain["annotators"]),
            confusions=np.array(plain["confusions"], dtype=np.float64).reshape(-1, size, size),
        )

    @cached_property
    def _place(self) -> dict[Name, int]:
        return {annotator: place for place, annotator in enumerate(self.annotators)}


def keep(shares: Floats, column: Any) -> None:
    """Makes the voted value the most probable of each record (V, N), in place: it changes places with the one that is.

    A model may know somebody so well that their single vote speaks for another value. Nothing but the vote
    itself supports that, so the vote stands, with the probability that the model has for its best.
    """
    records = np.arange(shares.shape[1])
    best = shares.argmax(axis=0)
    voted, most = shares[column, records], shares[best, records]
    shares[best, records], shares[column, records] = voted, most
