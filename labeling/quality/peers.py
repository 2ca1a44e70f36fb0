"""Peer evidence: who answers without regard to the record, or much further from the others than the others do.

It finds bad annotators sooner than ten controls do, though not those who agree upon what to answer, nor a
misconception that most share: for these there are controls.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Annotated

from pydantic import Field

from projects.kinds import Settings

NORMAL = 1.4826  # standard deviations of a normal distribution in one median absolute deviation


class Peers(Settings):
    """Somebody with `labels` or more on records that others answered too is suspected below either of the two bounds.

    `informativeness` is that of the fitted Dawid-Skene model (0: answers at random); `deviations` counts robust
    standard deviations from the campaign's median agreement, which takes `annotators` people to mean anything.
    """

    labels: Annotated[int, Field(ge=1, le=1_000_000)] = 20
    informativeness: Annotated[float, Field(ge=0, le=2)] = 0.1
    deviations: Annotated[float, Field(gt=0, le=100)] = 3.0
    annotators: Annotated[int, Field(ge=3, le=1_000)] = 8


@dataclass(frozen=True, slots=True)
class Crowd:
    """The campaign's leave-one-out agreements: how many people's, their median, and their robust deviation."""

    annotators: int
    median: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """`reasons` are sentences with figures; none, and nobody is suspected. `deviations` is negative below the median."""

    reasons: tuple[str, ...]
    labels: int
    informativeness: float | None
    agreement: float | None
    deviations: float | None

    @property
    def flagged(self) -> bool:
        return bool(self.reasons)


def crowd(agreements: Iterable[float]) -> Crowd | None:
    """Of the annotators with labels enough; None where there are none. The deviation is 1.4826 x the median of |x - median|."""
    values = list(agreements)
    if not values:
        return None
    centre = median(values)
    return Crowd(len(values), centre, NORMAL * median(abs(value - centre) for value in values))


def examine(
    *,
    labels: int,
    informativeness: float | None,
    agreement: float | None,
    crowd: Crowd | None,
    settings: Peers,
) -> Evidence:
    """What `labels` answers that others' answers stand beside say of somebody.

    `agreement` is the share that the others confirm, leaving the own answer out. What is None says nothing; neither
    does a crowd that agrees so evenly that it has no deviation.
    """
    deviations = _deviations(agreement, crowd, settings)
    reasons = []
    if labels >= settings.labels:
        if informativeness is not None and informativeness < settings.informativeness:
            reasons.append(
                f"Over {labels} answers, what was answered hardly depends on what was right "
                f"(informativeness {informativeness:.2f}, below {settings.informativeness:g})."
            )
        if deviations is not None and crowd is not None and deviations < -settings.deviations:
            reasons.append(
                f"Others confirm {agreement:.0%} of {labels} answers: {-deviations:.1f} robust standard deviations "
                f"below the campaign's median of {crowd.median:.0%}."
            )
    return Evidence(tuple(reasons), labels, informativeness, agreement, deviations)


def _deviations(agreement: float | None, crowd: Crowd | None, settings: Peers) -> float | None:
    if agreement is None or crowd is None or crowd.annotators < settings.annotators or not crowd.deviation:
        return None
    return (agreement - crowd.median) / crowd.deviation
