"""Answers to controls: how many, and how many of them right."""

from typing import Literal

from labeling.quality.rules.collectors.base import BaseCollector, Figures, Last, Tally, Window
from labeling.quality.rules.history import Entry


class ControlAnswers(BaseCollector):
    kind: Literal["control_answers"] = "control_answers"
    last: Last = None

    figures = {
        "answers": "controls answered",
        "right": "answered rightly",
        "wrong": "answered wrongly",
        "right_share": "share answered rightly",
        "wrong_share": "share answered wrongly",
    }

    def start(self) -> Tally:
        return _Tally(self.last)


class _Tally(Tally):
    def __init__(self, last: int | None) -> None:
        self._window = Window(last)

    def add(self, entry: Entry) -> None:
        if entry.what == "submitted" and entry.passed is not None:
            self._window.add(entry.passed)

    def figures(self) -> Figures:
        window = self._window
        return {
            "answers": window.size,
            "right": window.hits,
            "wrong": window.size - window.hits,
            "right_share": window.share,
            "wrong_share": window.rest,
        }
