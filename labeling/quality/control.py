"""Controls: how often one is dealt among the ordinary records, and whether a control is a good one itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import StatisticsError, correlation
from typing import Annotated

from pydantic import Field

from projects.kinds import Settings

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]


class Insertion(Settings):
    """How many of the records dealt are controls; the rate falls as evidence grows.

    `initial` until `evidence` controls were seen, then `settled`, falling as one over the number seen, though
    not below `floor`. A warning adds `warned`.
    """

    initial: Share = 0.10
    settled: Share = 0.05
    floor: Share = 0.03
    evidence: Count = 20
    warned: Share = 0.10

    def rate(self, seen: int, *, warned: bool = False) -> float:
        """The probability that the next record of somebody who has `seen` so many controls is one."""
        known = max(self.floor, self.settled * self.evidence / max(seen, 1))
        return min(1.0, (self.initial if seen < self.evidence else known) + self.warned * warned)


def places(
    dealt: int, settings: Insertion, *, seen: int, random: Random, warned: bool = False
) -> tuple[int, ...]:
    """Which of the next `dealt` records, counted from 0, are to be controls.

    Each place is drawn by itself, so what came before says nothing about the next: "every tenth" would be found out,
    and so would "never the last that are dealt together".
    """
    chosen: list[int] = []
    for place in range(dealt):
        if random.random() < settings.rate(seen + len(chosen), warned=warned):
            chosen.append(place)
    return tuple(chosen)


class Watch(Settings):
    """When a control is at fault, and not those who fail it; and how many people may see it.

    Suspect: of at least `least` good annotators more than `wrong` fail. After `exposures` people it is known too well.
    """

    least: Count = 8
    wrong: Share = 0.4
    exposures: Count | None = 30


@dataclass(frozen=True, slots=True)
class Grade:
    """How somebody did on a control; `quality` is theirs elsewhere, without this control, None while unknown."""

    passed: bool
    quality: float | None


@dataclass(frozen=True, slots=True)
class Health:
    """`rate` is the share that passed. `discrimination`, from -1 to 1, says whether better annotators pass more often.

    Below 0 they pass less often. Both are None where there is nothing to tell them by. `reason` says why it is suspect.
    """

    answered: int
    passed: int
    rate: float | None
    discrimination: float | None
    good: int
    good_wrong: int
    suspect: bool
    reason: str


def health(grades: Sequence[Grade], settings: Watch, *, good: float) -> Health:
    """What the answers to a control say about it; `good` is the quality from which an annotator counts as good.

    The campaign's median serves: on a hard task nobody reaches a fixed bar.
    """
    trusted = [grade.passed for grade in grades if grade.quality is not None and grade.quality >= good]
    wrong = trusted.count(False)
    suspect = len(trusted) >= settings.least and wrong > settings.wrong * len(trusted)
    passed = sum(grade.passed for grade in grades)
    return Health(
        answered=len(grades),
        passed=passed,
        rate=passed / len(grades) if grades else None,
        discrimination=_discrimination(grades),
        good=len(trusted),
        good_wrong=wrong,
        suspect=suspect,
        reason=f"{wrong} of {len(trusted)} good annotators failed it" if suspect else "",
    )


def _discrimination(grades: Sequence[Grade]) -> float | None:
    """The point-biserial correlation of passing with quality: Pearson's, with 1 for passed and 0 for failed."""
    known = [(float(grade.passed), grade.quality) for grade in grades if grade.quality is not None]
    try:
        return correlation(*map(list, zip(*known, strict=True))) if known else None
    except StatisticsError:  # one answer, all of them alike, or all annotators equally good
        return None
