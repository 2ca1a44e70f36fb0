"""Alpha from observed and expected disagreement, for many weightings of the records at once.

K. Krippendorff, Content Analysis, 4th ed. (2019), chapter 12. With v_uc answers of value c on record u,
m_u answers on the record, and n_c answers of value c, n in all, on the records with m_u >= 2:

    observed  Do = sum_u sum_ck v_uc v_uk d_ck / (m_u - 1)
    expected  De = sum_ck n_c n_k d_ck / (n - 1)
    alpha        = 1 - Do / De

d_ck is nominal: 1 unless c = k; interval: (c - k)^2; ratio: ((c - k) / (c + k))^2; ordinal: the interval
distance of the mid-ranks cumsum(n) - n / 2. For the squares both double sums are variances:
sum_ck w_c w_k (x_c - x_k)^2 = 2 w sum_c w_c (x_c - mean)^2, so their cost is linear in the entries.
"""

from collections.abc import Iterable

import numpy as np

from labeling.quality.table import Floats, Level, Table


def alphas(table: Table, level: Level, batches: Iterable[Floats]) -> Floats:
    """Alpha for each weighting: each batch is (B, P), in its rows how many records show each pattern.

    nan where a weighting leaves fewer than two distinct values: nothing could have disagreed.
    """
    within = None if level == "ordinal" else _within(table, level)
    return np.concatenate([_batch(table, level, weights, within) for weights in batches])


def _batch(table: Table, level: Level, weights: Floats, within: Floats | None) -> Floats:
    totals = np.stack([_totals(table, row) for row in weights])
    if within is None:
        ranks = np.cumsum(totals, axis=1) - totals / 2
        within, across = _squares_within(table, ranks), _squares_across(totals, ranks)
    else:
        across = _across(table, level, totals)
    observed = (weights * within / (table.size - 1)).sum(axis=1)
    expected = across / (totals.sum(axis=1) - 1)
    varied = np.count_nonzero(totals, axis=1) > 1
    shares: Floats = np.divide(observed, expected, out=np.full(len(weights), np.nan), where=varied)
    return 1 - shares


def _totals(table: Table, weights: Floats) -> Floats:
    """n_c, (V,), for one weighting (P,)."""
    answers = weights[table.row] * table.count
    return np.asarray(np.bincount(table.column, answers, minlength=len(table.scale)), dtype=np.float64)


def _within(table: Table, level: Level) -> Floats:
    """sum_ck v_c v_k d_ck of each pattern, (P,), where the distance does not depend on the weighting."""
    if level == "nominal":
        unequal: Floats = table.size**2 - np.add.reduceat(table.count**2, table.start)
        return unequal
    if level == "ratio":
        return _ratios_within(table)
    squares: Floats = _squares_within(table, table.scale[None, :])[0]
    return squares


def _across(table: Table, level: Level, totals: Floats) -> Floats:
    """sum_ck n_c n_k d_ck of each weighting, (B,), for the same distances."""
    if level == "nominal":
        unequal: Floats = totals.sum(axis=1) ** 2 - (totals**2).sum(axis=1)
        return unequal
    if level == "ratio":
        return _ratios_across(table, totals)
    return _squares_across(totals, table.scale[None, :])


def _squares_within(table: Table, x: Floats) -> Floats:
    """(B, P) for the positions x of the values, (B, V)."""
    entries = x[:, table.column]
    means = np.add.reduceat(entries * table.count, table.start, axis=1) / table.size
    deviations = table.count * (entries - means[:, table.row]) ** 2
    squares: Floats = 2 * table.size * np.add.reduceat(deviations, table.start, axis=1)
    return squares


def _squares_across(totals: Floats, x: Floats) -> Floats:
    n = totals.sum(axis=1, keepdims=True)
    deviations = x - (totals * x).sum(axis=1, keepdims=True) / n
    squares: Floats = 2 * n[:, 0] * (totals * deviations**2).sum(axis=1)
    return squares


def _ratios_within(table: Table) -> Floats:
    partners = np.diff(table.start, append=len(table.row))[table.row]  # entries in the entry's pattern
    left = np.repeat(np.arange(len(table.row)), partners)
    turn = np.arange(len(left)) - np.repeat(np.cumsum(partners) - partners, partners)
    right = table.start[table.row[left]] + turn
    distances = _ratio(table.scale[table.column[left]], table.scale[table.column[right]])
    disagreements = table.count[left] * table.count[right] * distances
    return np.asarray(np.bincount(table.row[left], disagreements), dtype=np.float64)


def _ratios_across(table: Table, totals: Floats) -> Floats:
    across = np.zeros(len(totals))
    for value, total in zip(table.scale, totals.T, strict=True):  # V x V might not fit into memory
        across += total * (totals @ _ratio(value, table.scale))
    return across


def _ratio(c: Floats | np.float64, k: Floats) -> Floats:
    """The ratio distance of numbers from 0 up; two zeros are equal."""
    distance: Floats = ((c - k) / np.where(c + k == 0, 1.0, c + k)) ** 2
    return distance
