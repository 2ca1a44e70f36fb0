"""What a campaign still takes."""

from typing import TypedDict


class Range(TypedDict):
    """The median, and bounds meant to hold the value nine times in ten."""

    low: float
    expected: float
    high: float


class Assumptions(TypedDict):
    """Seconds for an answer, hours that a person gives, and how often people are right."""

    seconds: float
    hours: float
    accuracy: float


class Forecast(TypedDict):
    """Answers to come, hours of work, people, and hours by the clock until the end (null: nothing can be said).

    It rests on what had been seen at `counted_at`, and on what is assumed before anything was (null).
    """

    answers: Range
    hours: Range
    people: Range
    finish: Range | None
    notes: list[str]
    assumed: Assumptions
    counted_at: str | None
