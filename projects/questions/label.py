"""One option out of a list."""

from typing import Annotated, Any

from pydantic import Field, field_validator, model_validator

from projects.kinds import Line, Prose, Settings
from projects.questions.base import InvalidAnswer, Kind

MAX_OPTIONS = 500


class Option(Settings):
    """`value` is what is stored and exported, `text` is what is shown. "yes" alone is short for both."""

    value: Line
    text: Line = Field(default_factory=lambda data: data["value"])
    description: Prose = ""

    @model_validator(mode="before")
    @classmethod
    def shorthand(cls, raw: Any) -> Any:
        return {"value": raw} if isinstance(raw, str) else raw


class LabelSettings(Settings):
    options: Annotated[tuple[Option, ...], Field(max_length=MAX_OPTIONS, strict=False)]

    @field_validator("options")
    @classmethod
    def two_or_more_and_distinct(cls, options: tuple[Option, ...]) -> tuple[Option, ...]:
        if len(options) < 2:
            raise ValueError("must have at least 2 entries")
        seen: set[str] = set()
        for option in options:
            if option.value in seen:
                raise ValueError(f"the value “{option.value}” appears twice")
            seen.add(option.value)
        return options


class Label(Kind[LabelSettings]):
    title = "Label"
    Settings = LabelSettings
    level = "nominal"

    def clean(self, settings: LabelSettings, answer: Any) -> str:
        if not isinstance(answer, str) or answer not in self.domain(settings):
            raise InvalidAnswer("Choose one of the options.")
        return answer

    def domain(self, settings: LabelSettings) -> tuple[str, ...]:
        return tuple(option.value for option in settings.options)

    def structure(self, settings: LabelSettings) -> object:
        return self.domain(settings)

    def describe(self, settings: LabelSettings, answer: str) -> str:
        return next(option.text for option in settings.options if option.value == answer)
