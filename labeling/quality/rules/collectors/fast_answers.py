"""Answers given within fewer seconds than a person needs."""

from typing import Annotated, Literal

from pydantic import Field

from labeling.quality.rules.collectors.base import BaseCollector, Figures, Last, Tally, Window
from labeling.quality.rules.history import Entry


class FastAnswers(BaseCollector):
    """`seconds`: half of what clicking through at random takes is a fair bound against robots."""

    kind: Literal["fast_answers"] = "fast_answers"
    last: Last = 20
    seconds: Annotated[float, Field(gt=0, le=86_400)] = 1.5

    figures = {"answers": "answers", "fast": "fast ones", "fast_share": "share of fast ones"}

    def start(self) -> Tally:
        return _Tally(self.last, self.seconds)


class _Tally(Tally):
    def __init__(self, last: int | None, seconds: float) -> None:
        self._window, self._seconds = Window(last), seconds

    def add(self, entry: Entry) -> None:
        if entry.what == "submitted":
            self._window.add(entry.seconds < self._seconds)

    def figures(self) -> Figures:
        window = self._window
        return {"answers": window.size, "fast": window.hits, "fast_share": window.share}
