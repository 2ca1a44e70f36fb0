"""The same answer over and over. What cannot be compared neither adds to the row nor ends it."""

from collections.abc import Hashable
from typing import Literal

from labeling.quality.rules.collectors.base import BaseCollector, Figures, Tally
from labeling.quality.rules.history import Entry


class SameAnswerInRow(BaseCollector):
    kind: Literal["same_answer_in_row"] = "same_answer_in_row"

    figures = {"answers": "the same answers in a row"}

    def start(self) -> Tally:
        return _Tally()


class _Tally(Tally):
    def __init__(self) -> None:
        self._value: Hashable = None
        self._run = 0

    def add(self, entry: Entry) -> None:
        if entry.what == "submitted" and entry.value is not None:
            self._run = self._run + 1 if entry.value == self._value else 1
            self._value = entry.value

    def figures(self) -> Figures:
        return {"answers": self._run}
