"""Judgements as arrays: one entry per value within a unit, never a units-by-values matrix."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from labeling.quality.expanded import Expanded, Part
from labeling.quality.patterns import Unit

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

BLOCK = 4_000_000  # pairs of entries looked at together: 32 MB an array


@dataclass(frozen=True)
class Table:
    """P patterns of records with U units of two or more judgements, over V distinct values, as E entries.

    Units are in order of pattern, entries in order of unit. Where an answer is one judgement, U is P. `cells`
    are the C pairs of a pattern and a value that occur: what a record adds to the totals of the values.
    """

    place: Indices  # (P,) the pattern's place in `Expanded.shown`
    records: Floats  # (P,) how many records show the pattern
    first: Indices  # (P,) the pattern's first unit
    times: Floats  # (U,) how many such units each of the records has
    size: Floats  # (U,) judgements of each unit
    start: Indices  # (U,) the unit's first entry
    row: Indices  # (E,) the entry's unit
    column: Indices  # (E,) the entry's value
    count: Floats  # (E,) judgements of that value
    cells: tuple[Indices, Indices, Floats]  # (C,) each: the pattern, the value, judgements
    scale: Floats  # (V,) the values, ascending, in a unit of its own; of names, the positions
    unit: float  # of the scale: what its 1 is in the answers' measure

    def own(self, weights: Floats) -> Floats:
        """Of weights for every place, (B, ...), those of this table's patterns: (B, P)."""
        return weights if weights.shape[1] == len(self.place) else weights[:, self.place]


def tables(judged: Expanded, level: Level, domain: Sequence[Unit] | None) -> dict[str, Table]:
    """The table of each dimension. Raises what `tabulate` raises."""
    return {name: tabulate(judged, parts, level, domain) for name, parts in judged.dimensions.items()}


def tabulate(judged: Expanded, parts: Sequence[Part], level: Level, domain: Sequence[Unit] | None) -> Table:
    """The table of one dimension's parts.

    ValueError: a judgement outside the domain, or one that is no finite number (for ratio, no finite number
    from 0 up) where the level needs numbers.
    """
    entries = [entry for part in parts for entry in part.judged]
    lengths = np.array([len(part.judged) for part in parts])
    start = np.cumsum(lengths) - lengths
    row = np.repeat(np.arange(len(parts)), lengths)
    count = np.array([number for _, number in entries], dtype=np.float64)
    times = np.array([part.times for part in parts], dtype=np.float64)
    places = np.array([part.place for part in parts])
    first = np.flatnonzero(np.diff(places, prepend=-1))
    numbers, unit = _numbers([value for value, _ in entries], level, domain)
    scale, column = np.unique(numbers, return_inverse=True)
    return Table(
        place=places[first],
        records=np.array([judged.shown[place][1] for place in places[first]], dtype=np.float64),
        first=first,
        times=times,
        size=np.add.reduceat(count, start),
        start=start,
        row=row,
        column=column,
        count=count,
        cells=_cells(first, row, column, times[row] * count),
        scale=scale,
        unit=unit,
    )


def pairs_within(table: Table) -> Iterator[tuple[Indices, Indices]]:
    """Every ordered pair of entries of one unit, an entry with itself included, in blocks of bounded size."""
    partners = np.diff(table.start, append=len(table.row))[table.row]  # entries in the entry's unit
    blocks = np.cumsum(partners) // BLOCK
    for begin in np.flatnonzero(np.diff(blocks, prepend=-1)):
        end = np.searchsorted(blocks, blocks[begin], side="right")
        some = partners[begin:end]
        left = np.repeat(np.arange(begin, end), some)
        turn = np.arange(len(left)) - np.repeat(np.cumsum(some) - some, some)
        yield left, table.start[table.row[left]] + turn


def _cells(
    first: Indices, row: Indices, column: Indices, judgements: Floats
) -> tuple[Indices, Indices, Floats]:
    pattern = np.searchsorted(first, row, side="right") - 1
    if len(first) == row[-1] + 1:  # every pattern has one unit: nothing to add up
        return pattern, column, judgements
    values = column.max() + 1
    keys, inverse = np.unique(pattern * values + column, return_inverse=True)
    counts = np.asarray(np.bincount(inverse, judgements), dtype=np.float64)
    return keys // values, keys % values, counts


def _numbers(values: list[Unit], level: Level, domain: Sequence[Unit] | None) -> tuple[Floats, float]:
    distinct = set(values)
    order = {value: place for place, value in enumerate(sorted(distinct) if domain is None else domain)}
    if not order.keys() >= distinct:
        raise ValueError("an answer lies outside the domain")
    if level in ("nominal", "ordinal"):
        return np.array([order[value] for value in values], dtype=np.float64), 1.0
    numbers = np.array(values, dtype=np.float64)
    if not np.isfinite(numbers).all():
        raise ValueError("an answer is no finite number")
    if level == "ratio" and numbers.min() < 0:
        raise ValueError("an answer on a ratio scale is negative")
    # Alpha does not depend on the unit of measurement; this one keeps every square finite.
    unit = float(np.abs(numbers).max()) or 1.0
    return numbers / unit, unit
