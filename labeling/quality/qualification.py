"""Qualification: a round of controls before the first record of the campaign."""

from math import comb, fsum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from projects.kinds import Settings

Decision = Literal["passed", "failed", "open"]


class Qualification(Settings):
    """`needed` right of `controls` qualify; whoever fails may try again, `rounds` in all, with other controls.

    `feedback`: after each answer one is told what was right, and why.
    """

    controls: Annotated[int, Field(ge=1, le=100)] = 8
    needed: Annotated[int, Field(ge=1, le=100)] = 6
    rounds: Annotated[int, Field(ge=1, le=5)] = 2
    feedback: bool = True

    @model_validator(mode="after")
    def attainable(self) -> Self:
        if self.needed > self.controls:
            raise ValueError("needed: must be at most the number of controls")
        return self


def decide(passed: int, failed: int, settings: Qualification) -> Decision:
    """The end of a round as soon as it is certain: enough are right, or no longer enough are left.

    ValueError for counts that no round can show.
    """
    if passed < 0 or failed < 0 or passed + failed > settings.controls:
        raise ValueError("more answers than the round has controls, or fewer than none")
    if passed >= settings.needed:
        return "passed"
    return "failed" if failed > settings.controls - settings.needed else "open"


def pass_probability(accuracy: float, settings: Qualification, *, rounds: int = 1) -> float:
    """How likely somebody who is right this often qualifies within so many rounds, if nothing is learnt between them."""
    wanted = range(settings.needed, settings.controls + 1)
    once = fsum(_exactly(right, settings.controls, accuracy) for right in wanted)
    return 1.0 - (1.0 - min(1.0, once)) ** rounds


def _exactly(right: int, of: int, p: float) -> float:
    return comb(of, right) * p**right * (1 - p) ** (of - right)
