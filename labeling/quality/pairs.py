"""Who answers like whom: every pair of annotators on the records that both answered."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from labeling.quality.table import Floats, Indices
from labeling.quality.votes import Votes


@dataclass(frozen=True, eq=False)
class Pairs:
    """M pairs with a record in common, in order; all arrays are (M,).

    `first` and `second` are places in `Votes.annotators`, the smaller one first. On the `common` records they
    gave `equal` answers. `settled` of the common records have a consensus; on `off` of these both differ from
    it, and on `alike` of those they agree.
    """

    first: Indices
    second: Indices
    common: Indices
    equal: Indices
    settled: Indices
    off: Indices
    alike: Indices

    def __len__(self) -> int:
        return len(self.first)


def pairs(votes: Votes, consensus: Indices | None = None) -> Pairs:
    """Costs what there are pairs of answers to the same record, and their memory.

    `consensus`: (N,) the place of each record's consensus value; -1 where there is none, which is never off.
    """
    agreed = (np.full(len(votes.records), -1) if consensus is None else consensus)[votes.record]
    settled, off = agreed >= 0, (agreed >= 0) & (votes.value != agreed)
    keys, traits = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)]
    for left, right in met(votes):
        keys.append(votes.annotator[left] * len(votes.annotators) + votes.annotator[right])
        equal = votes.value[left] == votes.value[right]
        traits.append(equal + 2 * settled[left] + 4 * (off[left] & off[right]))
    return _counted(np.concatenate(keys), np.concatenate(traits), len(votes.annotators))


def met(votes: Votes) -> Iterator[tuple[Indices, Indices]]:
    """All pairs of votes on the same record, in blocks of at most n: the places of the two among the votes."""
    end = (votes.start + votes.overlap)[votes.record]
    left = np.arange(len(votes))
    step = 1
    while len(left := left[left + step < end[left]]):
        yield left, left + step
        step += 1


def errors(votes: Votes, consensus: Indices) -> Floats:
    """(W,) the share of an annotator's answers that differ from the consensus, where there is one; else nan."""
    people = len(votes.annotators)
    settled = consensus[votes.record] >= 0
    off = settled & (votes.value != consensus[votes.record])
    numbers = np.bincount(votes.annotator[settled], minlength=people)
    wrong = np.bincount(votes.annotator[off], minlength=people)
    shares: Floats = np.divide(wrong, numbers, out=np.full(people, np.nan), where=numbers > 0)
    return shares


def _counted(keys: Indices, traits: Indices, annotators: int) -> Pairs:
    """`keys`: first * annotators + second; `traits`: 1 equal, 2 settled and 4 both off, added up."""
    found, kind = np.unique(keys, return_inverse=True)
    counts = np.bincount(kind * 8 + traits, minlength=8 * len(found)).reshape(-1, 8)
    equal, settled, off = (counts[:, np.flatnonzero(np.arange(8) & bit)].sum(axis=1) for bit in (1, 2, 4))
    return Pairs(
        first=found // annotators,
        second=found % annotators,
        common=counts.sum(axis=1),
        equal=equal,
        settled=settled,
        off=off,
        alike=counts[:, 7],
    )
