"""What a record's answers look like once it no longer matters who gave them, or in which order.

Many records share few patterns (three answers out of five options: 35 at most), so statistics over
patterns cost the same for a thousand records and for a million.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

Unit = str | int | float
"""One answer, as a plain value. The answers to one question are either all text or all numbers."""

Pattern = tuple[tuple[Unit, int], ...]
"""One record's answers: sorted pairs of a value and the number of people who gave it."""


def pattern(units: Iterable[Unit]) -> Pattern:
    """The pattern of the answers of one record; TypeError where text and numbers are mixed."""
    return tuple(sorted(Counter(units).items()))


def size(shown: Pattern) -> int:
    """How many answers a record with this pattern has."""
    return sum(count for _, count in shown)


def pairable(patterns: Mapping[Pattern, int]) -> list[tuple[Pattern, int]]:
    """The patterns with two or more answers and the number of records that show each.

    Sorted, so that the same answers give the same bits in whatever order they were read. A pattern that
    no record shows any longer may stay in the mapping with 0; a negative number is a ValueError.
    """
    if any(records < 0 for records in patterns.values()):
        raise ValueError("fewer than no records show a pattern")
    return sorted((shown, records) for shown, records in patterns.items() if records and size(shown) >= 2)
