"""What a file of labels comes to."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from labeling.quality.agreement import Alpha, alpha, interval, percent_agreement
from labeling.quality.dawid_skene import fit
from labeling.quality.decisions import Decisions
from labeling.quality.patterns import Pattern
from labeling.quality.peers import Peer, peers, suspects
from labeling.quality.table import Indices, Level
from labeling.quality.votes import Truth, Votes
from labeling.quality.weighted import plurality, weigh

RESAMPLES = 1000
FEWEST = 100
ENTRIES = 100_000_000  # resampled in a second or two
CELLS = 20_000_000  # of the posteriors, or of the confusion matrices: 160 MB
PAIRED = 2


@dataclass(frozen=True)
class Agreement:
    """Alpha with the bounds of its 95% interval, by so many resamples of the items; and percent agreement."""

    level: Level
    alpha: Alpha
    bounds: tuple[float, float] | None
    resamples: int
    percent: float | None


@dataclass(frozen=True)
class Decided:
    """What a method decided: the share of items it left tied, and how often it is right where the truth is known."""

    tied: float
    accuracy: float | None


@dataclass(frozen=True)
class Fitted:
    """Dawid-Skene's decisions, how it got there, and all workers, the strongest evidence against them first."""

    decided: Decided
    iterations: int
    log_likelihood: float
    workers: list[Peer]

    @property
    def suspects(self) -> list[Peer]:
        return suspects(self.workers)


@dataclass(frozen=True)
class Assessment:
    """`known` is the number of items with a truth; `obstacle` says why there are no decisions, or no fitted model."""

    labels: int
    items: int
    workers: int
    values: int
    known: int | None
    agreement: Agreement
    majority: Decided | None
    weighted: Decided | None
    fitted: Fitted | None
    obstacle: str

    @property
    def overlap(self) -> float:
        """Labels an item, on average."""
        return self.labels / self.items


def assess(votes: Votes, truth: Truth | None, level: Level, rng: np.random.Generator) -> Assessment:
    """All of it; a truth that nobody gave as an answer is never met."""
    places = votes.known(truth or {})
    choices = level != "interval"
    obstacle = _obstacle(votes, level)
    return Assessment(
        labels=len(votes),
        items=len(votes.records),
        workers=len(votes.annotators),
        values=len(votes.values),
        known=None if truth is None else int((places >= 0).sum()),
        agreement=_agreement(votes.patterns(), level, rng),
        majority=_decided(plurality(votes), places) if choices else None,
        weighted=_decided(weigh(votes).decisions, places) if choices else None,
        fitted=None if obstacle else _fitted(votes, places),
        obstacle=obstacle,
    )


def _decided(decisions: Decisions, truth: Indices) -> Decided:
    return Decided(float((decisions.winners > 1).mean()), decisions.accuracy(truth))


def _fitted(votes: Votes, truth: Indices) -> Fitted:
    found = fit(votes)
    return Fitted(
        _decided(found.decisions, truth), found.iterations, found.log_likelihood, peers(votes, found)
    )


def _agreement(patterns: Mapping[Pattern, int], level: Level, rng: np.random.Generator) -> Agreement:
    entries = sum(map(len, patterns))
    resamples = min(RESAMPLES, max(FEWEST, ENTRIES // max(1, entries)))
    return Agreement(
        level=level,
        alpha=alpha(patterns, level),
        bounds=interval(patterns, level, rng, resamples),
        resamples=resamples,
        percent=percent_agreement(patterns),
    )


def _obstacle(votes: Votes, level: Level) -> str:
    values = len(votes.values)
    if level == "interval":
        return "numbers on a scale are no choices that could be right or wrong"
    if max(len(votes.records), len(votes.annotators) * values) * values > CELLS:
        return f"{values:,} different values are too many for a model of how workers confuse them"
    if len(votes) < PAIRED * len(votes.records):
        return "it needs two labels an item on average; with fewer, take the majority"
    return ""
