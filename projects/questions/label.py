"""One option out of a list."""

from typing import Annotated, Any

from pydantic import Field, field_validator, model_validator

from projects.kinds import Line, Prose, Settings
from projects.questions.base import InvalidAnswer, Kind


class Option(Settings):
    """`value` is what is stored and exported, `text` is what is shown. "yes" is short for both."""

    value: Line
    text: Line
    description: Prose = ""

    @model_validator(mode="before")
    @classmethod
    def shorthand(cls, raw: Any) -> Any:
        if isinstance(raw, str):
            return {"value": raw, "text": raw}
        if isinstance(raw, dict) and "value" in raw:
            return {"text": raw["value"], **raw}
        return raw


class LabelSettings(Settings):
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=500, strict=False)]

    @field_validator("options")
    @classmethod
    def distinct(cls, options: tuple[Option, ...]) -> tuple[Option, ...]:
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
