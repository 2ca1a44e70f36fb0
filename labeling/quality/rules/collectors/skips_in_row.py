"""Records skipped one after the other: picking the easy ones. A flagged record neither adds to the row nor ends it."""

from typing import Literal

from labeling.quality.rules.collectors.base import BaseCollector, Figures, Tally
from labeling.quality.rules.history import Entry


class SkipsInRow(BaseCollector):
    kind: Literal["skips_in_row"] = "skips_in_row"

    figures = {"skips": "skips in a row"}

    def start(self) -> Tally:
        return _Tally()


class _Tally(Tally):
    def __init__(self) -> None:
        self._skips = 0

    def add(self, entry: Entry) -> None:
        if entry.what == "skipped":
            self._skips += 1
        elif entry.what == "submitted":
            self._skips = 0

    def figures(self) -> Figures:
        return {"skips": self._skips}
