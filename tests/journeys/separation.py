"""Whether figures that somebody sees tell some records from others: the tests that a leak would not pass.

A feature is a number for each record, NaN where it has none. Its AUC is the probability that a record of the one kind
shows a larger number than one of the other, ties counting half: one half where it says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb, erfc, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]

FOLDS = 5
FEWEST = 5


@dataclass(frozen=True)
class Separation:
    """How well a feature separates, and how likely chance does as well (two-sided)."""

    feature: str
    auc: float
    p: float

    def __str__(self) -> str:
        return f"{self.feature}: AUC {self.auc:.3f}, p {self.p:.1e}"


def separations(features: Mapping[str, Sequence[float]], marked: Sequence[bool]) -> list[Separation]:
    """One for each feature that varies, and one for a classifier over all of them; the least likely first."""
    marks = np.asarray(marked, bool)
    columns = {name: np.asarray(values, float) for name, values in features.items()}
    found = [one for name, values in columns.items() if (one := separation(name, values, marks))]
    scores = classified(np.column_stack(list(columns.values())), marks)
    together = separation("all of them together", scores, marks)
    return sorted([*found, *([together] if together else [])], key=lambda one: one.p)


def separation(feature: str, values: Floats, marks: Marks) -> Separation | None:
    """None where there is nothing to compare."""
    there = ~np.isnan(values)
    values, marks = values[there], marks[there]
    distinct = np.unique(values)
    if len(distinct) < 2 or min(marks.sum(), (~marks).sum()) < FEWEST:
        return None
    auc = _auc(values, marks)
    if len(distinct) == 2:
        return Separation(feature, auc, _fisher(values == distinct[1], marks))
    return Separation(feature, auc, erfc(abs(auc - 0.5) / _spread(values, marks) / sqrt(2)))


def classified(table: Floats, marks: Marks) -> Floats:
    """Each record's score by a linear discriminant, with squares, that has not seen it."""
    wide = np.nan_to_num(_standard(np.column_stack([table, np.isnan(table)])))
    wide = np.column_stack([wide, np.nan_to_num(_standard(wide**2))])
    fold = np.random.default_rng(0).permutation(len(marks)) % FOLDS
    scores = np.zeros(len(marks))
    for number in range(FOLDS):
        here, rest = fold == number, fold != number
        target = marks[rest] - marks[rest].mean()
        ridge = wide[rest].T @ wide[rest] + len(target) * np.eye(wide.shape[1])
        scores[here] = wide[here] @ np.linalg.solve(ridge, wide[rest].T @ target)
    return scores


def one_hot(name: str, values: Sequence[str | None]) -> Iterator[tuple[str, list[float]]]:
    """A feature for each value; NaN where there is none."""
    for number, value in enumerate(sorted({value for value in values if value is not None})):
        yield f"{name} {number}", [np.nan if one is None else float(one == value) for one in values]


def _standard(table: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.nanstd(table, axis=0)
        scaled: Floats = np.where(spread > 0, (table - np.nanmean(table, axis=0)) / spread, 0.0)
    return scaled


def _auc(values: Floats, marks: Marks) -> float:
    ranks = _ranks(values)
    n, m = int(marks.sum()), int((~marks).sum())
    return float((ranks[marks].sum() - n * (n + 1) / 2) / (n * m))


def _ranks(values: Floats) -> Floats:
    """From 1; equal values share the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return ranks


def _spread(values: Floats, marks: Marks) -> float:
    """The standard deviation of the AUC under chance, with its correction for ties (Mann and Whitney)."""
    n, m, size = int(marks.sum()), int((~marks).sum()), len(values)
    counts = np.unique(values, return_counts=True)[1].astype(float)
    ties = float((counts**3 - counts).sum()) / (size * (size - 1))
    return sqrt((size + 1 - ties) / (12 * n * m))


def _fisher(shown: Marks, marks: Marks) -> float:
    """The exact test of a two by two table: all tables as unlikely as this one."""
    n, drawn, size = int(marks.sum()), int(shown.sum()), len(marks)
    chances = {
        k: comb(n, k) * comb(size - n, drawn - k)
        for k in range(max(0, drawn - (size - n)), min(n, drawn) + 1)
    }
    here = chances[int((shown & marks).sum())]
    return sum(chance for chance in chances.values() if chance <= here) / comb(size, drawn)
