"""Agreement between annotators: Krippendorff's alpha, its interval, and percent agreement.

Everything works on `patterns`: how many records show which pattern of answers. Where contested records
are given more answers than others, pass the first two answers of each record: contested records would
otherwise weigh more and move the figure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb, fsum

import numpy as np

from labeling.quality.disagreement import alphas
from labeling.quality.patterns import Pattern, Unit, pairable, pattern, size
from labeling.quality.table import Floats, Level, Table, tabulate

__all__ = ["Alpha", "Level", "Pattern", "Unit", "alpha", "interval", "pattern", "percent_agreement"]

CELLS = 4_000_000  # numbers in one array of a batch of resamples: 32 MB


@dataclass(frozen=True)
class Alpha:
    """1 is perfect agreement, 0 what chance gives, below 0 systematic disagreement.

    `records`, `answers` and `pairs` say what the value rests on: records with two or more answers, the
    answers on them, and the pairs of answers to one record. `reason` says why there is no value.
    """

    value: float | None
    reason: str
    records: int
    answers: int
    pairs: int


def alpha(patterns: Mapping[Pattern, int], level: Level, domain: Sequence[Unit] | None = None) -> Alpha:
    """Krippendorff's alpha; raises what `tabulate` raises.

    `domain` lists the possible values in ascending order: ordinal answers need it unless they sort that way.
    """
    table = tabulate(patterns, level, domain)
    if table is None:
        return Alpha(None, "no record has two answers yet", 0, 0, 0)
    basis = (
        int(table.records.sum()),
        int(table.records @ table.size),
        int(table.records @ (table.size * (table.size - 1) / 2)),
    )
    if len(table.scale) < 2:
        return Alpha(None, "everybody gave one value", *basis)
    return Alpha(float(alphas(table, level, [table.records[None, :]])[0]), "", *basis)


def interval(
    patterns: Mapping[Pattern, int],
    level: Level,
    rng: np.random.Generator,
    resamples: int = 1000,
    confidence: float = 0.95,
    domain: Sequence[Unit] | None = None,
) -> tuple[float, float] | None:
    """Bounds of alpha: the percentile bootstrap over records (Efron and Tibshirani 1993, chapter 13).

    Too narrow below some 30 records. Resamples in which everybody gave one value have no alpha and are left
    out. None for a single record, and where alpha itself has no value.
    """
    table = tabulate(patterns, level, domain)
    if table is None or len(table.scale) < 2 or table.records.sum() < 2:
        return None
    drawn = alphas(table, level, _resampled(table, rng, resamples))
    defined = drawn[~np.isnan(drawn)]
    if not len(defined):
        return None
    low, high = np.quantile(defined, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def _resampled(table: Table, rng: np.random.Generator, resamples: int) -> Iterator[Floats]:
    """Batches (B, P) of as many records as there are, drawn with replacement.

    One multinomial draw over the patterns; where nearly every record has a pattern of its own (sliders), the
    same distribution is ten times cheaper by drawing records.
    """
    records, patterns = int(table.records.sum()), len(table.records)
    shown_by = np.repeat(np.arange(patterns), table.records.astype(int)) if records < 8 * patterns else None
    batch = max(1, CELLS // len(table.row))
    for done in range(0, resamples, batch):
        rows = min(batch, resamples - done)
        if shown_by is None:
            drawn = rng.multinomial(records, table.records / records, size=rows)
        else:
            picks = (shown_by[rng.integers(records, size=records)] for _ in range(rows))
            drawn = np.stack([np.bincount(pick, minlength=patterns) for pick in picks])
        yield drawn.astype(np.float64)


def percent_agreement(patterns: Mapping[Pattern, int]) -> float | None:
    """The share of equal pairs of answers to a record, averaged over the records with two or more."""
    shown = pairable(patterns)
    if not shown:
        return None
    equal = fsum(records * sum(comb(n, 2) for _, n in one) / comb(size(one), 2) for one, records in shown)
    return equal / sum(records for _, records in shown)
