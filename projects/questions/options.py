"""The options that an answer is chosen out of."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from projects.kinds import Line, Prose, Settings

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


def distinct(least: int) -> Callable[[tuple[Option, ...]], tuple[Option, ...]]:
    """Checks that there are so many options, and no value twice."""

    def check(options: tuple[Option, ...]) -> tuple[Option, ...]:
        if len(options) < least:
            raise ValueError(f"must have at least {least} {'entry' if least == 1 else 'entries'}")
        seen: set[str] = set()
        for option in options:
            if option.value in seen:
                raise ValueError(f"the value “{option.value}” appears twice")
            seen.add(option.value)
        return options

    return check


Options = Annotated[
    tuple[Option, ...], Field(max_length=MAX_OPTIONS, strict=False), AfterValidator(distinct(2))
]


def values(options: tuple[Option, ...]) -> tuple[str, ...]:
    return tuple(option.value for option in options)


def texts(options: tuple[Option, ...]) -> dict[str, str]:
    """What is shown for each value."""
    return {option.value: option.text for option in options}
