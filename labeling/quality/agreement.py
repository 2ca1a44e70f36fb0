"""Agreement between annotators: Krippendorff's alpha, its interval, and percent agreement.

Everything works on how many records show which pattern of answers. Where contested records are given more
answers than others, pass the first two answers of each record: contested records would otherwise weigh more
and move the figure.

Where an answer holds several judgements (`expanded`), a figure is the mean over the dimensions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import comb, fsum, isnan

import numpy as np

from labeling.quality.disagreement import Disagreement
from labeling.quality.expanded import Expanded, Part, Shown, expanded
from labeling.quality.figure import NO_PAIR, ONE_VALUE
from labeling.quality.patterns import Pattern, Unit, pattern, size
from labeling.quality.table import Floats, Level, tables

__all__ = ["Alpha", "Level", "Pattern", "Unit", "alpha", "interval", "pattern", "percent_agreement"]

CELLS = 4_000_000  # numbers in one array of a batch of resamples: 32 MB


@dataclass(frozen=True)
class Alpha:
    """1 is perfect agreement, 0 what chance gives, below 0 systematic disagreement.

    `records`, `answers` and `pairs` say what the value rests on: records with two or more answers, the
    answers on them, and the pairs of answers to one record. `reason` says why there is no value.

    `dimensions` holds the alpha of each dimension that has a name; in those `left_out` everybody gave one
    value, so that they have none and do not count.
    """

    value: float | None
    reason: str
    records: int
    answers: int
    pairs: int
    dimensions: dict[str, float] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def alpha(shown: Shown, level: Level, domain: Sequence[Unit] | None = None) -> Alpha:
    """Krippendorff's alpha; raises what `expanded` and `tabulate` raise.

    `domain` lists the possible judgements in ascending order: ordinal ones need it unless they sort that way.
    """
    judged = expanded(shown)
    if not judged.dimensions:
        return Alpha(None, NO_PAIR.reason, 0, 0, 0)
    values = {
        name: float(Disagreement(table, level).alphas(table.records[None, :])[0])
        for name, table in tables(judged, level, domain).items()
    }
    defined = {name: value for name, value in values.items() if not isnan(value)}
    return Alpha(
        fsum(defined.values()) / len(defined) if defined else None,
        "" if defined else ONE_VALUE.reason,
        *judged.basis,
        dimensions={name: value for name, value in defined.items() if name},
        left_out=tuple(name for name in values if name and name not in defined),
    )


def interval(
    shown: Shown,
    level: Level,
    rng: np.random.Generator,
    resamples: int = 1000,
    confidence: float = 0.95,
    domain: Sequence[Unit] | None = None,
) -> tuple[float, float] | None:
    """Bounds of alpha: the percentile bootstrap over records (Efron and Tibshirani 1993, chapter 13).

    Too narrow below some 30 records. All judgements of a record are drawn together. Resamples in which
    everybody gave one value have no alpha and are left out. None for a single record, and where alpha itself
    has no value.
    """
    judged = expanded(shown)
    if not judged.dimensions or sum(records for _, records in judged.shown) < 2:
        return None
    compared = [Disagreement(table, level) for table in tables(judged, level, domain).values()]
    drawn = np.concatenate([_means(compared, weights) for weights in _resampled(judged, rng, resamples)])
    defined = drawn[~np.isnan(drawn)]
    if not len(defined):
        return None
    low, high = np.quantile(defined, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def _means(compared: Sequence[Disagreement], weights: Floats) -> Floats:
    """The mean alpha of each weighting, (B,), over the dimensions that have one; nan where none has."""
    values = np.stack([one.alphas(one.table.own(weights)) for one in compared])
    defined = ~np.isnan(values)
    sums = np.where(defined, values, 0).sum(axis=0)
    means: Floats = np.divide(
        sums, defined.sum(axis=0), out=np.full(len(weights), np.nan), where=defined.any(axis=0)
    )
    return means


def _resampled(judged: Expanded, rng: np.random.Generator, resamples: int) -> Iterator[Floats]:
    """Batches (B, P) of as many records as there are, drawn with replacement.

    One multinomial draw over the patterns; where nearly every record has a pattern of its own (sliders), the
    same distribution is ten times cheaper by drawing records.
    """
    numbers = np.array([number for _, number in judged.shown])
    records, patterns = int(numbers.sum()), len(numbers)
    shown_by = np.repeat(np.arange(patterns), numbers) if records < 8 * patterns else None
    entries = max(sum(len(part.judged) for part in parts) for parts in judged.dimensions.values())
    batch = max(1, CELLS // max(entries, patterns))
    for done in range(0, resamples, batch):
        rows = min(batch, resamples - done)
        if shown_by is None:
            drawn = rng.multinomial(records, numbers / records, size=rows)
        else:
            picks = (shown_by[rng.integers(records, size=records)] for _ in range(rows))
            drawn = np.stack([np.bincount(pick, minlength=patterns) for pick in picks])
        yield drawn.astype(np.float64)


def percent_agreement(shown: Shown) -> float | None:
    """The share of equal pairs of answers to a record, averaged over the records with two or more.

    Of several judgements: averaged over the units of a dimension, then over all dimensions.
    """
    judged = expanded(shown)
    shares = [_equal(judged, parts) for parts in judged.dimensions.values()]
    return fsum(shares) / len(shares) if shares else None


def _equal(judged: Expanded, parts: Sequence[Part]) -> float:
    units = [(one, judged.shown[place][1] * times) for place, one, times in parts]
    equal = fsum(number * sum(comb(n, 2) for _, n in one) / comb(size(one), 2) for one, number in units)
    return equal / sum(number for _, number in units)
