"""Patterns as arrays: one entry per value within a pattern, never a patterns-by-values matrix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from labeling.quality.patterns import Pattern, Unit, pairable

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Table:
    """P patterns with two or more answers, over V distinct values, as E entries in order of pattern."""

    records: Floats  # (P,) how many records show the pattern
    size: Floats  # (P,) answers on each of them
    start: Indices  # (P,) the pattern's first entry
    row: Indices  # (E,) the entry's pattern
    column: Indices  # (E,) the entry's value
    count: Floats  # (E,) answers of that value
    scale: Floats  # (V,) the values, ascending, in a unit of its own; of names, the positions


def tabulate(patterns: Mapping[Pattern, int], level: Level, domain: Sequence[Unit] | None) -> Table | None:
    """The table of the pairable answers; None where no record has two.

    ValueError: an answer outside the domain, or one that is no finite number (for ratio, no finite number
    from 0 up) where the level needs numbers.
    """
    shown = pairable(patterns)
    if not shown:
        return None
    entries = [entry for one, _ in shown for entry in one]
    lengths = np.array([len(one) for one, _ in shown])
    start = np.cumsum(lengths) - lengths
    count = np.array([number for _, number in entries], dtype=np.float64)
    numbers = _numbers([value for value, _ in entries], level, domain)
    scale, column = np.unique(numbers, return_inverse=True)
    return Table(
        records=np.array([records for _, records in shown], dtype=np.float64),
        size=np.add.reduceat(count, start),
        start=start,
        row=np.repeat(np.arange(len(shown)), lengths),
        column=column,
        count=count,
        scale=scale,
    )


def _numbers(values: list[Unit], level: Level, domain: Sequence[Unit] | None) -> Floats:
    distinct = set(values)
    order = {value: place for place, value in enumerate(sorted(distinct) if domain is None else domain)}
    if not order.keys() >= distinct:
        raise ValueError("an answer lies outside the domain")
    if level in ("nominal", "ordinal"):
        return np.array([order[value] for value in values], dtype=np.float64)
    numbers = np.array(values, dtype=np.float64)
    if not np.isfinite(numbers).all():
        raise ValueError("an answer is no finite number")
    if level == "ratio" and numbers.min() < 0:
        raise ValueError("an answer on a ratio scale is negative")
    # Alpha does not depend on the unit of measurement; this one keeps every square finite.
    return numbers / (np.abs(numbers).max() or 1.0)
