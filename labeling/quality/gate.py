"""Gates: the sequential test that tells, with as few controls as may be, whether an annotator is good enough.

A. Wald, Sequential Analysis (1947): the sequential probability ratio test of accuracy `p0` (good enough) against
`p1` (too low), with `alpha` for a flag on somebody at p0 and `beta` for a miss of somebody at p1. It never accepts:
at Wald's lower bound the evidence stops falling and the test goes on, so a good start buys no impunity.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from labeling.quality.distributions import beta_quantile
from projects.kinds import Settings

Open = Annotated[float, Field(gt=0, lt=1)]
Verdict = Literal["flagged", "sound", "undecided"]

STEP = 0.25  # how far p1 lies below p0, and how far at least above chance
ABOVE_CHANCE = 0.1


class Gate(Settings):
    """The accuracy of somebody who is good enough, of somebody who is not, and how often either may be mistaken."""

    p0: Open = 0.85
    p1: Open = 0.55
    alpha: Open = 0.01
    beta: Open = 0.05

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.p1 >= self.p0:
            raise ValueError(
                "p1, the accuracy that is too low, must be below p0, the one that is good enough"
            )
        if self.alpha + self.beta >= 1:
            raise ValueError("alpha and beta must add up to less than 1")
        return self

    @property
    def bound(self) -> float:
        """The log-likelihood ratio at which somebody is flagged."""
        return log((1 - self.beta) / self.alpha)

    @property
    def floor(self) -> float:
        """The log-likelihood ratio that good answers do not go below."""
        return log(self.beta / (1 - self.alpha))

    def gain(self, passed: bool) -> float:
        """What one graded control adds to the log-likelihood ratio."""
        return log(self.p1 / self.p0) if passed else log((1 - self.p1) / (1 - self.p0))


def fitted(*, median: float, chance: float, alpha: float = 0.01, beta: float = 0.05) -> Gate:
    """A gate for a campaign whose annotators' median accuracy on controls, and accuracy at random, are these.

    ValueError where good annotators are too close to chance for any gate.
    """
    return Gate(p0=median, p1=max(chance + ABOVE_CHANCE, median - STEP), alpha=alpha, beta=beta)


@dataclass(frozen=True, slots=True)
class Result:
    """Where somebody stands: `llr` between the gate's floor and its bound, "sound" while at the floor.

    `flagged_at` is the number of controls after which it crossed the bound; there the test ended, and `llr` stands
    still. The counts go on.
    """

    verdict: Verdict
    llr: float
    passed: int
    failed: int
    flagged_at: int | None

    @property
    def interval(self) -> tuple[float, float]:
        """For display: where 95% of the posterior of the accuracy lie."""
        return posterior(self.passed, self.failed)


def sprt(grades: Iterable[bool], gate: Gate) -> Result:
    """The test over an annotator's graded controls, in the order of their answers: whether each was passed."""
    floor, bound, gains = gate.floor, gate.bound, {passed: gate.gain(passed) for passed in (True, False)}
    llr, flagged_at = 0.0, None
    counts = {True: 0, False: 0}
    for passed in grades:
        counts[passed] += 1
        if flagged_at is None:
            llr = max(floor, llr + gains[passed])
            flagged_at = counts[True] + counts[False] if llr >= bound else None
    verdict: Verdict = "flagged" if flagged_at else "sound" if llr <= floor else "undecided"
    return Result(verdict, llr, counts[True], counts[False], flagged_at)


def posterior(passed: int, failed: int, confidence: float = 0.95) -> tuple[float, float]:
    """The central interval of an accuracy after so many controls, from a uniform prior."""
    low, high = (beta_quantile(share, passed + 1, failed + 1) for share in _tails(confidence))
    return low, high


def _tails(confidence: float) -> tuple[float, float]:
    return (1 - confidence) / 2, (1 + confidence) / 2
