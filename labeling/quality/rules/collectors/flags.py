"""Records handed back as faulty, among those that were worked on."""

from typing import Literal

from labeling.quality.rules.collectors.base import BaseCollector, Figures, Last, Tally, Window
from labeling.quality.rules.history import Entry


class Flags(BaseCollector):
    """Skipped records count as worked on neither way."""

    kind: Literal["flags"] = "flags"
    last: Last = None

    figures = {"records": "records answered or flagged", "flags": "flagged", "flagged_share": "share flagged"}

    def start(self) -> Tally:
        return _Tally(self.last)


class _Tally(Tally):
    def __init__(self, last: int | None) -> None:
        self._window = Window(last)

    def add(self, entry: Entry) -> None:
        if entry.what in ("submitted", "flagged"):
            self._window.add(entry.what == "flagged")

    def figures(self) -> Figures:
        window = self._window
        return {"records": window.size, "flags": window.hits, "flagged_share": window.share}
