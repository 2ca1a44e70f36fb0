"""Answers that others' answers to the same record can confirm: how many they do confirm. Controls are no part of it."""

from typing import Literal

from labeling.quality.rules.collectors.base import BaseCollector, Figures, Last, Tally, Window
from labeling.quality.rules.history import Entry


class Majority(BaseCollector):
    kind: Literal["majority"] = "majority"
    last: Last = None

    figures = {
        "compared": "answers beside a majority of others",
        "agreed": "that it confirms",
        "disagreed": "that it contradicts",
        "agreed_share": "share that it confirms",
        "disagreed_share": "share that it contradicts",
    }

    def start(self) -> Tally:
        return _Tally(self.last)


class _Tally(Tally):
    def __init__(self, last: int | None) -> None:
        self._window = Window(last)

    def add(self, entry: Entry) -> None:
        if entry.what == "submitted" and entry.passed is None and entry.agreed is not None:
            self._window.add(entry.agreed)

    def figures(self) -> Figures:
        window = self._window
        return {
            "compared": window.size,
            "agreed": window.hits,
            "disagreed": window.size - window.hits,
            "agreed_share": window.share,
            "disagreed_share": window.rest,
        }
