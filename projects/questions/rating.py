"""A level on a scale of whole numbers; the highest is the best."""

from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from projects.kinds import Line, Settings
from projects.questions.base import EMPTY, Fields, InvalidAnswer, Kind

MAX_LEVELS = 101

Bound = Annotated[int, Field(ge=-1_000, le=1_000)]
AnchorLevel = Annotated[int, Field(strict=False)]  # a key of a JSON object is always text


class RatingSettings(Settings):
    """Levels `min` to `max`, both included; `anchors` put words to some of them."""

    min: Bound = 1
    max: Bound = 5
    anchors: Annotated[dict[AnchorLevel, Line], Field(default_factory=dict)]

    @field_validator("max")
    @classmethod
    def enough_levels(cls, top: int, info: ValidationInfo) -> int:
        levels = top - info.data.get("min", top - 1) + 1
        if not 2 <= levels <= MAX_LEVELS:
            raise ValueError(f"must leave from 2 to {MAX_LEVELS} levels, min and max included")
        return top

    @field_validator("anchors")
    @classmethod
    def on_the_scale(cls, anchors: dict[int, str], info: ValidationInfo) -> dict[int, str]:
        if {"min", "max"} <= info.data.keys():
            bottom, top = info.data["min"], info.data["max"]
            for level in anchors:
                if not bottom <= level <= top:
                    raise ValueError(f"{level} is not a level from {bottom} to {top}")
        return anchors

    @property
    def levels(self) -> tuple[tuple[int, str], ...]:
        """Each level with its anchor, "" where it has none."""
        return tuple((level, self.anchors.get(level, "")) for level in range(self.min, self.max + 1))


class Rating(Kind[RatingSettings]):
    title = "Rating"
    Settings = RatingSettings
    level = "ordinal"
    similarity_title = "Within one level"
    measures = ("ac2", "within_one", "alpha_nominal")
    tolerance_help = "How many levels an answer may be off: 0 for exactly the accepted one."
    tolerance_limit = MAX_LEVELS - 1

    def clean(self, settings: RatingSettings, answer: Any, fields: Fields = EMPTY) -> int:
        if type(answer) is not int or not settings.min <= answer <= settings.max:
            raise InvalidAnswer(f"Choose a whole number from {settings.min} to {settings.max}.")
        return answer

    def domain(self, settings: RatingSettings) -> tuple[int, ...]:
        return tuple(range(settings.min, settings.max + 1))

    def structure(self, settings: RatingSettings) -> object:
        return settings.min, settings.max

    def distance(self, settings: RatingSettings, a: int, b: int) -> float:
        return abs(a - b) / (settings.max - settings.min)

    def similarity(self, settings: RatingSettings, a: int, b: int) -> float:
        """1 for the same level or a neighbouring one, else 0."""
        return float(abs(a - b) <= 1)

    def grade(
        self, settings: RatingSettings, answer: int, accepted: int, tolerance: float | None = None
    ) -> bool:
        return abs(answer - accepted) <= (tolerance or 0)

    def describe(self, settings: RatingSettings, answer: int) -> str:
        anchor = settings.anchors.get(answer)
        return f"{answer} ({anchor})" if anchor else str(answer)
