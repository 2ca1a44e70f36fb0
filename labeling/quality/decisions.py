"""What was decided about many records at once, ties made explicit."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from labeling.quality.table import Floats, Indices

EQUAL = 1e-12


@dataclass(frozen=True, eq=False)
class Decisions:
    """E winners of N records, by record; two or more of a record are a tie. `share` is what each of them has."""

    record: Indices  # (E,)
    value: Indices  # (E,)
    share: Floats  # (N,)

    @cached_property
    def winners(self) -> Indices:
        """(N,) how many values share the lead."""
        return np.bincount(self.record, minlength=len(self.share))

    @cached_property
    def chosen(self) -> Indices:
        """(N,) the place of the one winner; -1 where there is a tie."""
        chosen = np.full(len(self.share), -1)
        alone = self.winners[self.record] == 1
        chosen[self.record[alone]] = self.value[alone]
        return chosen

    def accuracy(self, truth: Indices) -> float | None:
        """How often they are right, expected over ties broken at random; None without a known record.

        `truth` is (N,) places of values, as of `Votes.known`: unknown where negative.
        """
        known = int((truth >= 0).sum())
        right = self.value == truth[self.record]
        return float((right / self.winners[self.record]).sum()) / known if known else None


def highest(scores: Floats) -> Decisions:
    """The values with each record's highest score; `scores` is (N, V). Equal within 1e-12 is a tie."""
    most = scores.max(axis=1, initial=-np.inf)
    record, value = np.nonzero(scores >= most[:, None] - EQUAL)
    return Decisions(record, value, most)
