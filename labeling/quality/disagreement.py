"""Alpha from observed and expected disagreement, for many weightings of the records at once.

K. Krippendorff, Content Analysis, 4th ed. (2019), chapter 12. With v_uc judgements of value c on unit u,
m_u judgements on the unit, and n_c judgements of value c, n in all, on the units with m_u >= 2:

    observed  Do = sum_u sum_ck v_uc v_uk d_ck / (m_u - 1)
    expected  De = sum_ck n_c n_k d_ck / (n - 1)
    alpha        = 1 - Do / De

d_ck is nominal: 1 unless c = k; interval: (c - k)^2; ratio: ((c - k) / (c + k))^2; ordinal: the interval
distance of the mid-ranks cumsum(n) - n / 2; or given as a matrix. For the squares both double sums are
variances: sum_ck w_c w_k (x_c - x_k)^2 = 2 w sum_c w_c (x_c - mean)^2, so their cost is linear in the entries.
"""

from collections.abc import Callable

import numpy as np

from labeling.quality.table import Floats, Indices, Level, Table, pairs_within

Distance = Level | Floats
"""A level of measurement, or (V, V): symmetric, 0 on the diagonal."""


class Disagreement:
    """The disagreement in one table, ready for any weighting of its patterns."""

    def __init__(self, table: Table, distance: Distance) -> None:
        self.table = table
        self.distance = distance
        # Ordinal distances depend on the weighting; all others are summed up for each pattern beforehand.
        self.fixed = (
            None
            if isinstance(distance, str) and distance == "ordinal"
            else _observed(table, within(table, distance))
        )

    def alphas(self, weights: Floats) -> Floats:
        """Alpha of each weighting: (B, P), in its rows how many records show each pattern.

        nan where a weighting leaves fewer than two distinct values: nothing could have disagreed.
        """
        totals = np.stack([_totals(self.table, row) for row in weights])
        if self.fixed is None:
            ranks = np.cumsum(totals, axis=1) - totals / 2
            each = _observed(self.table, _squares_within(self.table, ranks))
            across = _squares_across(totals, ranks)
        else:
            each, across = self.fixed, _across(self.table, self.distance, totals)
        observed = (weights * each).sum(axis=1)
        expected = across / (_number(totals) - 1).clip(1)
        varied = (np.count_nonzero(totals, axis=1) > 1) & (expected > 0)
        shares: Floats = np.divide(observed, expected, out=np.full(len(weights), np.nan), where=varied)
        return 1 - shares


def within(table: Table, distance: Distance) -> Floats:
    """sum_ck v_c v_k d_ck of each unit, (U,). Of "ordinal", with the squared differences of positions."""
    if isinstance(distance, np.ndarray):
        return _pairs_within(table, lambda c, k: distance[c, k])
    if distance == "nominal":
        unequal: Floats = table.size**2 - np.add.reduceat(table.count**2, table.start)
        return unequal
    if distance == "ratio":
        return _pairs_within(table, lambda c, k: _ratio(table.scale[c], table.scale[k]))
    squares: Floats = _squares_within(table, table.scale[None, :])[0]
    return squares


def by_pattern(table: Table, units: Floats) -> Floats:
    """A figure of each unit, (..., U), summed over the units of each pattern: (..., P)."""
    summed: Floats = np.add.reduceat(table.times * units, table.first, axis=-1)
    return summed


def _observed(table: Table, within: Floats) -> Floats:
    return by_pattern(table, within / (table.size - 1))


def _across(table: Table, distance: Distance, totals: Floats) -> Floats:
    """sum_ck n_c n_k d_ck of each weighting, (B,), for the distances of `within`."""
    if isinstance(distance, np.ndarray):
        return np.asarray(((totals @ distance) * totals).sum(axis=1), dtype=np.float64)
    if distance == "nominal":
        unequal: Floats = totals.sum(axis=1) ** 2 - (totals**2).sum(axis=1)
        return unequal
    if distance == "ratio":
        return _ratios_across(table, totals)
    return _squares_across(totals, table.scale[None, :])


def _totals(table: Table, weights: Floats) -> Floats:
    """n_c, (V,), for one weighting (P,)."""
    pattern, value, judgements = table.cells
    drawn = np.bincount(value, weights[pattern] * judgements, minlength=len(table.scale))
    return np.asarray(drawn, dtype=np.float64)


def _number(totals: Floats) -> Floats:
    """n of each weighting, (B,); 1 where it leaves no judgements, so that it may divide."""
    number: Floats = totals.sum(axis=1).clip(1)
    return number


def _squares_within(table: Table, x: Floats) -> Floats:
    """(B, U) for the positions x of the values, (B, V)."""
    entries = x[:, table.column]
    means = np.add.reduceat(entries * table.count, table.start, axis=1) / table.size
    deviations = table.count * (entries - means[:, table.row]) ** 2
    squares: Floats = 2 * table.size * np.add.reduceat(deviations, table.start, axis=1)
    return squares


def _squares_across(totals: Floats, x: Floats) -> Floats:
    n = _number(totals)
    deviations = x - ((totals * x).sum(axis=1) / n)[:, None]
    squares: Floats = 2 * n * (totals * deviations**2).sum(axis=1)
    return squares


def _pairs_within(table: Table, distance: Callable[[Indices, Indices], Floats]) -> Floats:
    found = np.zeros(len(table.size))
    for left, right in pairs_within(table):
        apart = distance(table.column[left], table.column[right])
        found += np.bincount(
            table.row[left], table.count[left] * table.count[right] * apart, minlength=len(found)
        )
    return found


def _ratios_across(table: Table, totals: Floats) -> Floats:
    across = np.zeros(len(totals))
    for value, total in zip(table.scale, totals.T, strict=True):  # V x V might not fit into memory
        across += total * (totals @ _ratio(value, table.scale))
    return across


def _ratio(c: Floats | np.float64, k: Floats) -> Floats:
    """The ratio distance of numbers from 0 up; two zeros are equal."""
    distance: Floats = ((c - k) / np.where(c + k == 0, 1.0, c + k)) ** 2
    return distance
