"""At how many answers records stop under an adaptive overlap, and so how many are still to come.

The first records to be done are the easy ones. The chance to be done at n answers is therefore taken over all records that
reached n, as Kaplan and Meier did (Journal of the American Statistical Association 53 (1958) 457-481), and never from
the finished ones alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from labeling.quality.overlap import Overlap

Floats = NDArray[np.float64]

SPREAD = 6.0  # annotators' accuracies are Beta(6a, 6(1 - a)): as unlike each other as on recorded campaigns
# How far off an assumed accuracy may be, and how many records the assumption weighs as much as. With less doubt or more
# trust the intervals fail where the assumption is off (docs/quality-overlap.md).
DOUBT = np.linspace(-0.15, 0.15, 9)
TRUST = 5.0
SURE = 0.98  # nobody assumes more


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a campaign stands, in counted answers.

    `stopped`: records that are done, by their number of answers; `open`: those that will get another, likewise.
    `owed`: answers that are to come for certain, on records which neither of them holds.
    """

    stopped: Mapping[int, int]
    open: Mapping[int, int]
    owed: int = 0

    def went_on(self, answers: int) -> int:
        """How many records so many answers did not settle."""
        stopped = sum(records for reached, records in self.stopped.items() if reached > answers)
        return stopped + sum(records for reached, records in self.open.items() if reached >= answers)


@dataclass(frozen=True, slots=True)
class Stops:
    """`hazard[d, n]`: in draw d, the chance to be done at n answers for a record that fewer did not settle.

    The last n is the most answers that a record can get; its chance is 1.
    """

    hazard: Floats

    def remainder(self) -> tuple[Floats, Floats]:
        """Mean and variance of the answers to come on a record that n did not settle; shaped like `hazard`."""
        mean, square = np.zeros_like(self.hazard), np.zeros_like(self.hazard)
        for n in range(self.hazard.shape[1] - 2, -1, -1):
            going_on = 1 - self.hazard[:, n + 1]
            mean[:, n] = 1 + going_on * mean[:, n + 1]
            square[:, n] = 1 + going_on * (2 * mean[:, n + 1] + square[:, n + 1])
        return mean, square - mean**2


def assumed(
    overlap: Overlap,
    *,
    target: int,
    options: int,
    accuracy: float,
    rng: np.random.Generator,
    records: int = 4000,
) -> Stops:
    """Nine draws: annotators are right less often than `accuracy` in the first, so often in the middle, then more.

    A simulation of the adaptive rule on answers that are right by chance, given by annotators of known skills to
    questions of so many options. A fixed overlap needs none: all stop at `target`.
    """
    ceiling = overlap.ceiling(target)
    if overlap.mode == "fixed":
        return Stops(np.eye(ceiling + 1)[-1:])
    # Worse than chance is no assumption that a rule could be simulated by.
    guesses = (accuracy + DOUBT).clip(1 / options + 0.02, SURE)
    return Stops(np.stack([_simulated(overlap, ceiling, options, guess, rng, records) for guess in guesses]))


def observed(progress: Progress, prior: Stops, rng: np.random.Generator, draws: int) -> Stops:
    """The assumption as corrected by the records that reached n answers: draws of the beta posterior at each n."""
    assumption = prior.hazard[rng.integers(len(prior.hazard), size=draws)]
    numbers = range(assumption.shape[1])
    done = TRUST * assumption + [progress.stopped.get(n, 0) for n in numbers]
    not_done = TRUST * (1 - assumption) + [progress.went_on(n) for n in numbers]
    possible = (done > 0) & (not_done > 0)
    hazard = (done > 0).astype(np.float64)
    hazard[possible] = rng.beta(done[possible], not_done[possible])
    hazard[:, -1] = 1.0  # whatever was seen under an earlier maximum
    return Stops(hazard)


def answers_left(progress: Progress, stops: Stops, rng: np.random.Generator) -> Floats:
    """The answers to come, of all records together, once for each draw; at least one for each open record."""
    reached = np.minimum(list(progress.open), stops.hazard.shape[1] - 2).astype(np.intp)
    records = np.array(list(progress.open.values()), dtype=np.float64)
    mean, variance = (moment[:, reached] @ records for moment in stops.remainder())
    noise = np.sqrt(variance) * rng.standard_normal(len(mean))
    drawn: Floats = progress.owed + np.maximum(mean + noise, records.sum())
    return drawn


def _simulated(
    overlap: Overlap, ceiling: int, options: int, accuracy: float, rng: np.random.Generator, records: int
) -> Floats:
    """The chances to be done at 0 to `ceiling` answers, over so many simulated records; (ceiling + 1,)."""
    scores, rows = np.zeros((records, options)), np.arange(records)
    hazard = np.zeros(ceiling + 1)
    for n in range(1, ceiling):
        skill = rng.beta(SPREAD * accuracy, SPREAD * (1 - accuracy), len(rows)).clip(0.05, 0.97)
        wrong = rng.integers(1, options, len(rows))
        answer = np.where(rng.random(len(rows)) < skill, 0, wrong)
        scores[np.arange(len(rows)), answer] += np.log(skill * (options - 1) / (1 - skill))
        if n >= overlap.minimum and len(rows):
            posterior = 1 / np.exp(scores - scores.max(1, keepdims=True)).sum(1)
            done = posterior >= overlap.threshold
            hazard[n] = done.mean()
            rows, scores = rows[~done], scores[~done]
    hazard[ceiling] = 1.0
    return hazard
