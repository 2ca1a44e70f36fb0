"""A number, within bounds and in steps where the settings say so."""

from collections.abc import Sequence
from decimal import Decimal
from math import fsum, isclose, isfinite, pi, sqrt
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, PlainSerializer, ValidationInfo, field_validator

from projects.kinds import Settings
from projects.questions.base import EMPTY, Consensus, Fields, InvalidAnswer, Kind, Level
from projects.questions.votes import CLOSE, median

LARGEST: Final = 10**15
"""Doubles are exact so far, with a digit to spare."""


def plain(number: float) -> float:
    """A whole number as an int, so that 5 and 5.0 are one value in JSON too."""
    return int(number) if number == int(number) else number


def _printable(unit: str) -> str:
    if not unit.isprintable() or unit != unit.strip():
        raise ValueError("must be one line that neither begins nor ends with a space")
    return unit


Plain = Annotated[
    float, Field(allow_inf_nan=False), AfterValidator(plain), PlainSerializer(plain, return_type=int | float)
]
Bound = Annotated[Plain, Field(ge=-LARGEST, le=LARGEST)]
Step = Annotated[Plain, Field(gt=0, le=LARGEST)]


class NumberSettings(Settings):
    """`min` and `max` are included; answers lie whole `step`s from `min`, or from 0; `unit` is shown beside them."""

    min: Bound | None = Field(None, description="Leave empty for no limit.")
    max: Bound | None = Field(None, description="Leave empty for no limit.")
    whole: bool = Field(False, description="Whole numbers only.")
    step: Step | None = Field(None, description="Such as 0.5. Leave empty for any number.")
    unit: Annotated[str, Field(max_length=30), AfterValidator(_printable)] = Field(
        "", description="Shown beside the number, such as kg."
    )
    scale: Literal["interval", "ratio"] = Field(
        "interval",
        description="Ratio where 0 means none, and twice as much is twice as far; min is then 0 or more.",
    )

    @field_validator("max")
    @classmethod
    def above_min(cls, top: float | None, info: ValidationInfo) -> float | None:
        bottom = info.data.get("min")
        if top is not None and bottom is not None and top <= bottom:
            raise ValueError("must be more than min")
        return top

    @field_validator("step")
    @classmethod
    def whole_where_answers_are(cls, step: float | None, info: ValidationInfo) -> float | None:
        if step is not None and info.data.get("whole") and not isinstance(step, int):
            raise ValueError("must be a whole number where answers are")
        return step

    @field_validator("scale")
    @classmethod
    def with_a_true_zero(cls, scale: str, info: ValidationInfo) -> str:
        if scale == "ratio" and "min" in info.data and (info.data["min"] is None or info.data["min"] < 0):
            raise ValueError("a ratio scale begins at zero: min must be 0 or more")
        return scale


class Number(Kind[NumberSettings]):
    title = "Number"
    Settings = NumberSettings
    level = "interval"
    methods = ("mean", "median")
    similarity_title = "Mean closeness"
    measures = ("intraclass", "mean_deviation")
    tolerance_help = (
        "How far an answer may be from the accepted number, in its unit; 0 for exactly that number."
    )
    tolerance_limit = LARGEST

    def clean(self, settings: NumberSettings, answer: Any, fields: Fields = EMPTY) -> float:
        """An int where the number is whole; a number within rounding of a step is that step."""
        if isinstance(answer, bool) or not isinstance(answer, int | float) or not _finite(answer):
            raise InvalidAnswer("Give a number.")
        if abs(answer) > LARGEST:
            raise InvalidAnswer("The number is too large.")
        number = plain(answer)
        if settings.step is not None:
            number = _on_step(settings, number, settings.step)
        if settings.whole and not isinstance(number, int):
            raise InvalidAnswer("Give a whole number.")
        if settings.min is not None and number < settings.min:
            raise InvalidAnswer(f"Give a number of at least {settings.min}.")
        if settings.max is not None and number > settings.max:
            raise InvalidAnswer(f"Give a number of at most {settings.max}.")
        return number

    def domain(self, settings: NumberSettings) -> None:
        return None

    def structure(self, settings: NumberSettings) -> object:
        return settings

    def level_of(self, settings: NumberSettings) -> Level:
        return settings.scale

    def distance(self, settings: NumberSettings, a: float, b: float) -> float:
        """In proportion to the range; without one to the sum of both sizes (Lance and Williams 1967)."""
        if settings.min is not None and settings.max is not None:
            return min(abs(a - b) / (settings.max - settings.min), 1.0)
        return abs(a - b) / (abs(a) + abs(b)) if a != b else 0.0

    def grade(
        self, settings: NumberSettings, answer: float, accepted: float, tolerance: float | None = None
    ) -> bool:
        apart = abs(answer - accepted)
        return apart <= (tolerance or 0) or isclose(apart, tolerance or 0, rel_tol=CLOSE)

    def decide(
        self, settings: NumberSettings, answers: Sequence[float], weights: Sequence[float], method: str
    ) -> Consensus:
        votes = list(zip(answers, weights, strict=True))
        mean = fsum(weight * number for number, weight in votes) / fsum(weights)
        error = _standard_error(votes, mean)
        if method == "mean":
            return Consensus(plain(mean), None, (), len(answers), error=error)
        middle = fsum(median(votes)) / 2
        # Of the median of many normal errors; of few, or others, it is a guide.
        error = error and error * sqrt(pi / 2)
        return Consensus(plain(middle), None, (), len(answers), error=error)

    def describe(self, settings: NumberSettings, answer: float) -> str:
        number = str(answer) if isinstance(answer, int) else f"{answer:.12g}"
        return f"{number} {settings.unit}".rstrip()


def _finite(number: float) -> bool:
    """Of an int of any length, too."""
    return isinstance(number, int) or isfinite(number)


def _on_step(settings: NumberSettings, number: float, step: float) -> float:
    """In decimals, as people read the settings: 0.3 is three steps of 0.1, and so is 0.1 * 3."""
    origin, width = Decimal(str(settings.min or 0)), Decimal(str(step))
    steps = (Decimal(str(number)) - origin) / width
    if abs(steps - round(steps)) > Decimal(str(CLOSE)):
        start = f", counted from {settings.min}" if settings.min else ""
        raise InvalidAnswer(f"Give a number in steps of {step}{start}.")
    return plain(float(origin + width * round(steps)))


def _standard_error(votes: Sequence[tuple[float, float]], mean: float) -> float | None:
    """Of a mean of weighted numbers; s / sqrt(n) where all weigh the same. None for fewer than two.

    With n = (sum w)^2 / sum w^2 answers in effect: s^2 = sum w (x - mean)^2 / (sum w (1 - 1 / n)).
    """
    total = fsum(weight for _, weight in votes)
    effective = total**2 / fsum(weight**2 for _, weight in votes)
    if effective <= 1 + CLOSE:
        return None
    squares = fsum(weight * (number - mean) ** 2 for number, weight in votes)
    return sqrt(squares / (total * (1 - 1 / effective)) / effective)
