"""How many answers a record should have, decided anew from its answers whenever they change.

Nothing is remembered: where an answer is excluded, the same question is asked with fewer answers, and the record opens
again only if the rest do not settle it. Which record gets its next answer first is the queue's affair: it
goes breadth first, so that every record has the minimum before any has more.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import stdev
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from projects.kinds import Line, Settings

MAXIMUM = 1000
ENOUGH_NUMBERS = 3

Answers = Annotated[int, Field(ge=1, le=MAXIMUM)]
Scalar = str | int | float | bool | None


class Stratum(Settings):
    """So many answers of people who belong to the group; "" are all people."""

    group: Annotated[str, Field(max_length=40)]
    answers: Answers


class Rule(Settings):
    """Records whose metadata hold all of `where` get so many answers; or so many of each stratum, in their order."""

    where: Annotated[dict[Line, Scalar], Field(min_length=1, max_length=20)]
    overlap: Answers | None = None
    strata: Annotated[tuple[Annotated[int, Field(ge=0, le=MAXIMUM)], ...], Field(strict=False)] | None = None

    @model_validator(mode="after")
    def one_demand(self) -> Self:
        if (self.overlap is None) == (self.strata is None):
            raise ValueError("must say either the overlap or the answers of each stratum")
        if self.strata is not None and not any(self.strata):
            raise ValueError("must want at least one answer")
        return self

    def applies(self, metadata: Mapping[str, object]) -> bool:
        """Values are compared as text, as a CSV file writes them: 3, 3.0 and "3" are the same."""
        return all(
            key in metadata and _text(metadata[key]) == _text(value) for key, value in self.where.items()
        )


class Overlap(Settings):
    """How many answers records get, where neither their import nor a rule says otherwise.

    Adaptive: from `minimum` answers on, until a value is right with a probability of `threshold`, and at most
    `maximum` (by default twice the project's overlap). `widths`: by question, how wide the standard error of
    the mean of its numbers may stay, in their unit.
    """

    mode: Literal["fixed", "adaptive"] = "fixed"
    minimum: Answers = 2
    maximum: Answers | None = None
    threshold: Annotated[float, Field(gt=0.5, lt=1)] = 0.95
    widths: dict[str, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)
    rules: Annotated[tuple[Rule, ...], Field(max_length=100, strict=False)] = ()
    strata: Annotated[tuple[Stratum, ...], Field(max_length=10, strict=False)] = ()

    @model_validator(mode="after")
    def consistent(self) -> Self:
        if self.maximum is not None and self.maximum < self.minimum:
            raise ValueError("maximum must be at least minimum")
        if self.strata and self.mode == "adaptive":
            raise ValueError("strata say how many answers there are, so the overlap cannot adapt")
        if any(rule.strata is not None and len(rule.strata) != len(self.strata) for rule in self.rules):
            raise ValueError("a rule must name as many answers by stratum as there are strata")
        return self

    def ceiling(self, target: int) -> int:
        """The most answers that a record can get, in a project whose overlap is `target`."""
        if self.mode == "fixed":
            return target
        return max(self.minimum, 2 * target) if self.maximum is None else self.maximum


@dataclass(frozen=True, slots=True)
class Demand:
    """What a record is to get: `strata` gives the answers of each stratum, or None where anybody will do.

    `own`: its metadata say so, and it does not adapt.
    """

    overlap: int
    strata: tuple[int, ...] | None = None
    own: bool = False


def demand(settings: Overlap, metadata: Mapping[str, object], *, target: int, judged: bool = True) -> Demand:
    """What a record begins with; the first rule that applies to its metadata wins.

    `judged`: some question's answers can say when there are enough (`obstacle`).
    """
    rule = next((rule for rule in settings.rules if rule.applies(metadata)), None)
    if rule and rule.overlap is not None:
        return Demand(rule.overlap, own=True)
    if rule and rule.strata is not None:
        return Demand(sum(rule.strata), rule.strata, own=True)
    if settings.strata:
        wanted = tuple(stratum.answers for stratum in settings.strata)
        return Demand(sum(wanted), wanted)
    return Demand(decide(settings, target=target, answers=0, settled=[False] if judged else []).wanted)


@dataclass(frozen=True, slots=True)
class Decision:
    """How many answers the record should have in all, those that it has included."""

    wanted: int
    why: Literal["fixed", "nothing to judge by", "below the minimum", "open", "settled", "at the maximum"]


def decide(settings: Overlap, *, target: int, answers: int, settled: Collection[bool]) -> Decision:
    """What to want of a record with so many counted answers.

    `settled` says of each question that can be judged (`obstacle`) whether its answers are enough; they all must
    be. With no such question there is nothing to adapt to, and the record gets `target` answers.
    """
    if settings.mode == "fixed":
        return Decision(target, "fixed")
    if not settled:
        return Decision(target, "nothing to judge by")
    if answers < settings.minimum:
        return Decision(settings.minimum, "below the minimum")
    ceiling = settings.ceiling(target)
    if all(settled):
        return Decision(min(answers, ceiling), "settled")
    if answers >= ceiling:
        return Decision(ceiling, "at the maximum")
    return Decision(answers + 1, "open")


def obstacle(level: str | None, *, listed: bool, width: float | None) -> str:
    """Why the answers to a question cannot say when there are enough; "" where they can.

    `listed`: its possible values are finitely many, and known.
    """
    if level is None:
        return "Its answers cannot be compared, so nothing says when there are enough."
    if listed:
        return ""
    if level in ("interval", "ratio"):
        return "" if width else "Say how wide the standard error of the mean may be."
    return "Its possible answers cannot be listed, so none has a probability of being right."


def certain(probabilities: Iterable[float], threshold: float) -> bool:
    """Whether one value is right with so much probability: a record's posterior, see `posterior`."""
    return max(probabilities, default=0.0) >= threshold


def precise(numbers: Sequence[float], width: float) -> bool:
    """Whether the standard error of the mean is at most `width`; never of fewer than three numbers.

    Of few numbers it is itself a rough figure: three that agree by chance look exact.
    """
    return len(numbers) >= ENOUGH_NUMBERS and stdev(numbers) / sqrt(len(numbers)) <= width


def place(strata: Sequence[Stratum], room: Sequence[int], groups: Collection[str]) -> int | None:
    """The first stratum with room that a person of these groups can fill; None where there is none.

    Put the scarcest people first: who belongs to several strata fills the first of them.
    """
    return next(
        (
            index
            for index, (stratum, left) in enumerate(zip(strata, room, strict=True))
            if left > 0 and (not stratum.group or stratum.group in groups)
        ),
        None,
    )


def vacancies(
    strata: Sequence[Stratum], wanted: Sequence[int], people: Iterable[Collection[str]]
) -> tuple[int, ...]:
    """What each stratum still lacks, given the groups of the people at work, in the order they came.

    Whoever finds no room fills none. Where one of them is taken out, the others are placed anew.
    """
    left = list(wanted)
    for groups in people:
        index = place(strata, left, groups)
        if index is not None:
            left[index] -= 1
    return tuple(left)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
