"""What a record's answers say together."""

from collections.abc import Hashable, Mapping
from statistics import fmean
from typing import TypeVar

from labeling.quality.patterns import Unit

Record = TypeVar("Record", bound=Hashable)
Value = TypeVar("Value", bound=Unit)


def majority(counts: Mapping[Value, int]) -> tuple[tuple[Value, ...], float]:
    """The most frequent values, sorted, and the share of the answers that each of them has.

    Two or more values are a tie, which is never resolved here. No answers: ((), 0.0).
    """
    most = max(counts.values(), default=0)
    if not most:
        return (), 0.0
    winners = sorted(value for value, count in counts.items() if count == most)
    return tuple(winners), most / sum(counts.values())


def expected_accuracy(
    counts_by_record: Mapping[Record, Mapping[Value, int]], truth: Mapping[Record, Value]
) -> float:
    """How often the majority is right, expected over ties broken at random: no luck of the tie rule.

    Over the records with an answer and a truth; StatisticsError (a ValueError) where there are none.
    """
    known = counts_by_record.keys() & truth.keys()
    decided = ((truth[record], majority(counts_by_record[record])[0]) for record in known)
    return fmean((right in winners) / len(winners) for right, winners in decided if winners)
