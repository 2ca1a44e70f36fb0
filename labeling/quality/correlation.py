"""Agreement of rankings of the same things, record by record: Kendall's tau-b and W.

M. G. Kendall, Biometrika 33 (1945) 239-251; M. G. Kendall and J. D. Gibbons, Rank Correlation Methods,
5th ed. (1990), chapters 3 and 6.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import numpy as np

from labeling.quality.expanded import Expanded, expanded
from labeling.quality.figure import NO_PAIR, Figure
from labeling.quality.patterns import Pattern, Unit
from labeling.quality.table import Floats, Table, tabulate

Ranks = Callable[[Unit], Sequence[float]]
"""The ranks in an answer, 1 for the best, in an order of things that is the same for all answers.

Those who share a place have the mean of the ranks that they take up (`mid_ranks`).
"""

ALL_TIED = Figure(None, "nobody ranked one above another")


def mid_ranks(tiers: Sequence[Sequence[str]]) -> dict[str, float]:
    """The ranks of tiers, best first: [["b"], ["a", "c"]] gives b 1, a and c 2.5."""
    ranks: dict[str, float] = {}
    for tier in tiers:
        ranks |= dict.fromkeys(tier, len(ranks) + (len(tier) + 1) / 2)
    return ranks


def mean_tau(shown: Mapping[Pattern, int], ranks: Ranks) -> Figure:
    """tau-b of two answers to a record, averaged over its pairs of answers, then over the records.

    An answer in which all things are tied is left out. With the signs of all differences as a vector of
    length 1, tau-b is a product of two answers, and the pairs of a record add up to a square.
    """
    judged = expanded(shown)
    if not judged.dimensions:
        return NO_PAIR
    table, ranked = _ranked(judged, ranks)
    things = list(combinations(range(ranked.shape[1]), 2))
    lengths = np.sqrt(sum((ranked[:, i] != ranked[:, j]).astype(np.float64) for i, j in things))
    told = lengths > 0  # ranks at least one above another
    answers = np.add.reduceat(table.count * told[table.column], table.start)
    squares = np.zeros(len(table.size))
    for i, j in things:
        signs = np.divide(
            np.sign(ranked[:, i] - ranked[:, j]), lengths, out=np.zeros(len(lengths)), where=told
        )
        squares += np.add.reduceat(table.count * signs[table.column], table.start) ** 2
    return _average(table, squares - answers, answers * (answers - 1))


def concordance(shown: Mapping[Pattern, int], ranks: Ranks) -> Figure:
    """Kendall's W of a record's answers, corrected for ties, averaged over the records.

    W = 12 S / (m^2 (k^3 - k) - m sum T), S the sum of squares of the k rank sums about their mean, T the sum
    of t^3 - t over the ties of t things in one of the m answers. Records on which everything is tied have none.
    """
    judged = expanded(shown)
    if not judged.dimensions:
        return NO_PAIR
    table, ranked = _ranked(judged, ranks)
    k, m = ranked.shape[1], table.size
    squares = np.zeros(len(m))
    for thing in ranked.T:
        squares += (np.add.reduceat(table.count * thing[table.column], table.start) - m * (k + 1) / 2) ** 2
    ties = np.add.reduceat(table.count * _ties(ranked)[table.column], table.start)
    return _average(table, 12 * squares, m**2 * (k**3 - k) - m * ties)


def _ranked(judged: Expanded, ranks: Ranks) -> tuple[Table, Floats]:
    """The answers, and the ranks in each distinct one, (V, k). ValueError: not all rank the same two or more."""
    values = sorted({value for one, _ in judged.shown for value, _ in one})
    ranked = np.array([ranks(value) for value in values], dtype=np.float64)
    if ranked.ndim != 2 or ranked.shape[1] < 2:
        raise ValueError("a ranking needs two things or more")
    return tabulate(judged, judged.dimensions[""], "nominal", values), ranked


def _ties(ranked: Floats) -> Floats:
    """T of each answer, (V,): a thing tied with t - 1 others adds t^2 - 1 to its tie's t^3 - t."""
    ties = np.zeros(len(ranked))
    for thing in ranked.T:
        ties += (ranked == thing[:, None]).sum(axis=1) ** 2 - 1.0
    return ties


def _average(table: Table, above: Floats, below: Floats) -> Figure:
    """The mean of above / below over the records where there is something to divide by."""
    defined = below > 0
    if not defined.any():
        return ALL_TIED
    records = table.records[defined]
    return Figure(float(records @ (above[defined] / below[defined]) / records.sum()))
