"""Agreement beyond chance as K. L. Gwet measures it: AC1 for names, AC2 for levels.

British Journal of Mathematical and Statistical Psychology 61 (2008) 29-48; Handbook of Inter-Rater
Reliability, 4th ed. (2014), chapters 4 and 5. Beside alpha where nearly everybody gives one value: alpha then
falls towards 0 however often people agree.

    (pa - pe) / (1 - pe),   pe = sum_ck w_ck / (K (K - 1)) * sum_c pi_c (1 - pi_c)

pa is the weighted agreement of two answers to a unit, averaged over the units; pi_c the mean share of value c
on a unit; of K possible values. AC1: w_ck is 1 if c = k, else 0. AC2: 1 - (c - k)^2 / (K - 1)^2, for the
positions c and k.
"""

from collections.abc import Sequence
from math import fsum

import numpy as np

from labeling.quality.disagreement import by_pattern, within
from labeling.quality.expanded import Shown, expanded
from labeling.quality.figure import NO_PAIR, ONE_VALUE, Figure
from labeling.quality.patterns import Unit
from labeling.quality.table import Floats, Level, Table, tables


def ac1(shown: Shown, domain: Sequence[Unit] | None = None) -> Figure:
    """`domain`: all possible judgements; None takes those that occur. The mean over dimensions."""
    return _mean(shown, "nominal", domain)


def ac2(shown: Shown, domain: Sequence[Unit] | None = None) -> Figure:
    """With quadratic weights; `domain` in ascending order."""
    return _mean(shown, "ordinal", domain)


def _mean(shown: Shown, level: Level, domain: Sequence[Unit] | None) -> Figure:
    judged = expanded(shown)
    if not judged.dimensions:
        return NO_PAIR
    found = [
        _coefficient(table, level, len(table.scale) if domain is None else len(domain))
        for table in tables(judged, level, domain).values()
    ]
    defined = [value for value in found if value is not None]
    return Figure(fsum(defined) / len(defined)) if defined else ONE_VALUE


def _coefficient(table: Table, level: Level, possible: int) -> float | None:
    """None where a single value is possible: any answer was bound to agree."""
    if possible < 2:
        return None
    apart = within(table, level)
    if level == "ordinal":
        apart = apart / (possible - 1) ** 2
    units = by_pattern(table, np.ones(len(table.size)))
    number = table.records @ units
    agreed = 1 - table.records @ by_pattern(table, apart / (table.size * (table.size - 1))) / number
    shares = _shares(table) / number
    by_chance = _weights(level, possible) / (possible * (possible - 1)) * (shares * (1 - shares)).sum()
    return float((agreed - by_chance) / (1 - by_chance))


def _shares(table: Table) -> Floats:
    """Of each value, (V,), its share on a unit, summed over all units."""
    units = np.repeat(table.records, np.diff(table.first, append=len(table.size))) * table.times
    shares = np.bincount(table.column, (units / table.size)[table.row] * table.count)
    return np.asarray(shares, dtype=np.float64)


def _weights(level: Level, possible: int) -> float:
    """sum_ck w_ck."""
    if level == "nominal":
        return possible
    positions = np.arange(possible)
    apart = 2 * (possible * (positions**2).sum() - positions.sum() ** 2)
    return float(possible**2 - apart / (possible - 1) ** 2)
