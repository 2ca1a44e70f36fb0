"""Who answers like whom: every pair of annotators on the records that both answered."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from labeling.quality.distributions import binomial_tail
from labeling.quality.table import Floats, Indices
from labeling.quality.votes import Votes


@dataclass(frozen=True, eq=False)
class Pairs:
    """M pairs with a record in common, in order; all arrays are (M,).

    `first` and `second` are places in `Votes.annotators`, the smaller one first. On the `common` records they
    gave `equal` answers; on `off` of these both differ from the consensus, and on `alike` of those they agree.
    """

    first: Indices
    second: Indices
    common: Indices
    equal: Indices
    off: Indices
    alike: Indices

    def __len__(self) -> int:
        return len(self.first)


def pairs(votes: Votes, consensus: Indices | None = None) -> Pairs:
    """Costs what there are pairs of answers to the same record, and their memory.

    `consensus`: (N,) the place of each record's consensus value; -1 where there is none, which is never off.
    """
    agreed = np.full(len(votes.records), -1) if consensus is None else consensus
    off = (votes.value != agreed[votes.record]) & (agreed[votes.record] >= 0)
    keys, traits = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)]
    for left, right in met(votes):
        keys.append(votes.annotator[left] * len(votes.annotators) + votes.annotator[right])
        traits.append((votes.value[left] == votes.value[right]) + 2 * (off[left] & off[right]))
    return _counted(np.concatenate(keys), np.concatenate(traits), len(votes.annotators))


def met(votes: Votes) -> Iterator[tuple[Indices, Indices]]:
    """All pairs of votes on the same record, in blocks of at most n: the places of the two among the votes."""
    end = (votes.start + votes.overlap)[votes.record]
    left = np.arange(len(votes))
    step = 1
    while len(left := left[left + step < end[left]]):
        yield left, left + step
        step += 1


def collusion(pairs: Pairs, least: int = 15) -> Floats:
    """(M,) how probable it is that two who do not confer agree so often where both differ from the consensus.

    The binomial tail of `alike` of `off`, with the share of `alike` among all pairs as the chance of any one.
    With two options those who both differ always agree, so that the probability is 1. nan for pairs with fewer
    than `least` common records.
    """
    chance = float(pairs.alike.sum() / max(1, pairs.off.sum()))
    found = np.full(len(pairs), np.nan)
    for place in np.flatnonzero(pairs.common >= least):
        found[place] = binomial_tail(int(pairs.alike[place]), int(pairs.off[place]), chance)
    return found


def _counted(keys: Indices, traits: Indices, annotators: int) -> Pairs:
    """`keys`: first * annotators + second; `traits`: 1 for equal answers, 2 for both off, 3 for both."""
    found, kind = np.unique(keys, return_inverse=True)
    counts = np.bincount(kind * 4 + traits, minlength=4 * len(found)).reshape(-1, 4)
    return Pairs(
        first=found // annotators,
        second=found % annotators,
        common=counts.sum(axis=1),
        equal=counts[:, 1] + counts[:, 3],
        off=counts[:, 2] + counts[:, 3],
        alike=counts[:, 3],
    )
