"""What the templates of questions need: choices with the key that picks each."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template

from projects.questions.preference import PreferenceSettings
from projects.questions.rating import RatingSettings

register = template.Library()

DEGREES = {
    1: ("better",),
    2: ("slightly better", "much better"),
    3: ("slightly better", "better", "much better"),
}


@dataclass(frozen=True)
class Choice:
    """`key` is what is typed for it, `answer` what it means."""

    key: int
    answer: Any
    text: str
    side: str = ""


@register.filter(name="json")
def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@register.filter
def rating_choices(options: RatingSettings) -> list[Choice]:
    """A level's key is the level itself; where there are negative ones, its place from 1."""
    first = options.min if options.min >= 0 else 1
    return [Choice(key, level, anchor) for key, (level, anchor) in enumerate(options.levels, start=first)]


@register.filter
def preference_choices(options: PreferenceSettings) -> list[Choice]:
    """From most for the first side to most for the second, a tie in the middle; without strength, in order."""
    found = _by_strength(options) if options.strength else _plain(options)
    return [Choice(key, answer, text, side) for key, (answer, text, side) in enumerate(found, start=1)]


def _plain(options: PreferenceSettings) -> Iterator[tuple[Any, str, str]]:
    for choice, text in options.texts.items():
        yield choice, text, choice


def _by_strength(options: PreferenceSettings) -> Iterator[tuple[Any, str, str]]:
    degrees = list(enumerate(DEGREES[options.strength], start=1))
    for strength, words in reversed(degrees):
        yield {"choice": "a", "strength": strength}, f"{options.a} is {words}", "a"
    if options.allow_tie:
        yield {"choice": "tie"}, options.tie, "tie"
    for strength, words in degrees:
        yield {"choice": "b", "strength": strength}, f"{options.b} is {words}", "b"
