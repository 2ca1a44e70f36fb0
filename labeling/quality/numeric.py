"""Agreement on numbers and levels in their own terms, beside alpha."""

from collections.abc import Mapping, Sequence

import numpy as np

from labeling.quality.disagreement import within
from labeling.quality.expanded import Shown, expanded
from labeling.quality.figure import NO_PAIR, ONE_VALUE, Figure
from labeling.quality.patterns import Pattern, Unit
from labeling.quality.table import Floats, Level, Table, pairs_within, tabulate

SLACK = 1e-9  # of the largest number: .8 and .7 are .1 apart, whatever binary fractions make of it


def within_tolerance(
    shown: Mapping[Pattern, int], tolerance: float, domain: Sequence[Unit] | None = None
) -> Figure:
    """The share of pairs of answers to a record that differ by `tolerance` at most, averaged over the records.

    With a domain the difference is one of positions: 1 is "within one level".
    """
    table = _table(shown, "interval" if domain is None else "ordinal", domain)
    if table is None:
        return NO_PAIR
    near = np.zeros(len(table.size))
    for left, right in pairs_within(table):
        apart = np.abs(table.scale[table.column[left]] - table.scale[table.column[right]])
        pairs = table.count[left] * (table.count[right] - (left == right))
        close = apart <= tolerance / table.unit + SLACK
        near += np.bincount(table.row[left], pairs * close, minlength=len(near))
    return Figure(_average(table, near / (table.size * (table.size - 1))))


def mean_deviation(shown: Mapping[Pattern, int]) -> Figure:
    """How far an answer lies from the mean of its record, in the unit of the answers, averaged over the records."""
    table = _table(shown, "interval", None)
    if table is None:
        return NO_PAIR
    values = table.scale[table.column]
    away = np.abs(values - _means(table)[table.row])
    return Figure(_average(table, np.add.reduceat(table.count * away, table.start) / table.size) * table.unit)


def intraclass(shown: Mapping[Pattern, int]) -> Figure:
    """ICC(1): the share of the variance that lies between records, for one answer by anybody.

    P. E. Shrout and J. L. Fleiss, Psychological Bulletin 86 (1979) 420-428, for records with differing numbers
    of answers as by D. A. Bloch and H. C. Kraemer's mean size: k0 = (n - sum m_u^2 / n) / (N - 1).
    """
    table = _table(shown, "interval", None)
    if table is None:
        return NO_PAIR
    records, answers = table.records.sum(), table.records @ table.size
    if records < 2:
        return Figure(None, "a single record has two answers")
    means = _means(table)
    centre = table.records @ (table.size * means) / answers
    between = table.records @ (table.size * (means - centre) ** 2) / (records - 1)
    inside = table.records @ (within(table, "interval") / (2 * table.size)) / (answers - records)
    typical = (answers - table.records @ table.size**2 / answers) / (records - 1)
    if len(table.scale) < 2:
        return ONE_VALUE
    return Figure(float((between - inside) / (between + (typical - 1) * inside)))


def _table(shown: Shown, level: Level, domain: Sequence[Unit] | None) -> Table | None:
    judged = expanded(shown)
    parts = judged.dimensions.get("")
    return None if parts is None else tabulate(judged, parts, level, domain)


def _means(table: Table) -> Floats:
    """The mean of each unit, (U,), in the scale's unit."""
    sums = np.add.reduceat(table.scale[table.column] * table.count, table.start)
    means: Floats = sums / table.size
    return means


def _average(table: Table, each: Floats) -> float:
    return float(table.records @ each / table.records.sum())
