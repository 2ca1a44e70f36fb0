"""Hours spent with records: somebody who has worked for long is tired, or no person."""

from collections import deque
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from labeling.quality.rules.collectors.base import BaseCollector, Figures, Tally
from labeling.quality.rules.history import Entry


class Hours(BaseCollector):
    """Over the `period` that ends with the last entry, in hours, and in all."""

    kind: Literal["hours"] = "hours"
    period: Annotated[float, Field(gt=0, le=24 * 31)] = 24.0

    figures = {
        "hours": "hours in the period",
        "entries": "records in the period",
        "total_hours": "hours in all",
    }

    def start(self) -> Tally:
        return _Tally(timedelta(hours=self.period))


class _Tally(Tally):
    """In whole milliseconds: sums of floats would drift as entries leave the period."""

    def __init__(self, period: timedelta) -> None:
        self._period = period
        self._recent: deque[tuple[datetime, int]] = deque()
        self._sum = self._total = 0

    def add(self, entry: Entry) -> None:
        spent = round(entry.seconds * 1000)
        self._recent.append((entry.at, spent))
        self._sum += spent
        self._total += spent
        while self._recent[0][0] <= entry.at - self._period:
            self._sum -= self._recent.popleft()[1]

    def figures(self) -> Figures:
        return {
            "hours": self._sum / 3_600_000,
            "entries": len(self._recent),
            "total_hours": self._total / 3_600_000,
        }
