"""An answer in the annotator's own words."""

import unicodedata
from collections import Counter
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from projects.kinds import Settings
from projects.questions.base import EMPTY, Fields, InvalidAnswer, Kind
from projects.storable import text_fault

MAX_LENGTH = 100_000


class TextSettings(Settings):
    """Lengths in characters, without trailing whitespace; `markdown`: the answer is written in Markdown."""

    min_length: Annotated[int, Field(ge=0, le=MAX_LENGTH)] = 1
    max_length: Annotated[int, Field(ge=1, le=MAX_LENGTH)] = 10_000
    markdown: bool = False

    @field_validator("max_length")
    @classmethod
    def not_below_min(cls, longest: int, info: ValidationInfo) -> int:
        if longest < info.data.get("min_length", 0):
            raise ValueError("must not be less than min_length")
        return longest


class Text(Kind[TextSettings]):
    title = "Text"
    Settings = TextSettings
    level = None
    no_agreement = "free text has no alpha: two good answers may share no word"
    no_consensus = "texts are not merged: a reviewer chooses one"
    methods = ()
    similarity_title = "Mean token F1"
    tolerance_help = (
        "How far the token F1 with the accepted text may lie below 1; 0 for the same words in the same order."
    )

    def clean(self, settings: TextSettings, answer: Any, fields: Fields = EMPTY) -> str:
        """The text as typed, without trailing whitespace."""
        if not isinstance(answer, str):
            raise InvalidAnswer("The answer must be text.")
        if why := text_fault(answer):
            raise InvalidAnswer(f"The text {why}.")
        text = answer.rstrip()
        if len(text) < settings.min_length:
            raise InvalidAnswer(_too_short(settings.min_length, len(text)))
        if len(text) > settings.max_length:
            raise InvalidAnswer(f"Write at most {settings.max_length} characters; these are {len(text)}.")
        return text

    def domain(self, settings: TextSettings) -> None:
        return None

    def structure(self, settings: TextSettings) -> object:
        return settings

    def unit(self, settings: TextSettings, answer: str) -> None:
        return None

    def distance(self, settings: TextSettings, a: str, b: str) -> float:
        """1 - the token F1: 2 x the words in common / all words, by number, whatever their case and order."""
        ours, theirs = Counter(_words(a)), Counter(_words(b))
        total = ours.total() + theirs.total()
        return 1 - 2 * (ours & theirs).total() / total if total else 0.0

    def grade(
        self, settings: TextSettings, answer: str, accepted: str, tolerance: float | None = None
    ) -> bool:
        """Without tolerance the same words in the same order, whatever their case and spacing."""
        if tolerance:
            return super().grade(settings, answer, accepted, tolerance)
        return _words(answer) == _words(accepted)

    def describe(self, settings: TextSettings, answer: str) -> str:
        return answer


def _too_short(least: int, length: int) -> str:
    return "Write something." if least == 1 else f"Write at least {least} characters; these are {length}."


def _words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text.casefold()).split()
