"""How many answers somebody has given: for a cap, so that no campaign rests on a few people."""

from typing import Literal

from labeling.quality.rules.collectors.base import BaseCollector, Figures, Tally
from labeling.quality.rules.history import Entry


class AnswerCount(BaseCollector):
    kind: Literal["answer_count"] = "answer_count"

    figures = {"answers": "answers"}

    def start(self) -> Tally:
        return _Tally()


class _Tally(Tally):
    def __init__(self) -> None:
        self._answers = 0

    def add(self, entry: Entry) -> None:
        self._answers += entry.what == "submitted"

    def figures(self) -> Figures:
        return {"answers": self._answers}
