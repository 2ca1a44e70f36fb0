"""How long requests take, and how many went wrong."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np


class Stopwatch:
    """Safe to share between threads: appending to a list is atomic."""

    def __init__(self) -> None:
        self._seconds: dict[str, list[float]] = defaultdict(list)
        self._failures: list[str] = []
        self._retries: list[str] = []

    @contextmanager
    def time(self, what: str) -> Iterator[None]:
        """Only what succeeds is timed."""
        begun = time.perf_counter()
        yield
        self._seconds[what].append(time.perf_counter() - begun)

    def failed(self, why: object) -> None:
        self._failures.append(str(why))

    def retried(self, why: object) -> None:
        self._retries.append(str(why))

    @property
    def failures(self) -> int:
        return len(self._failures)

    @property
    def retries(self) -> int:
        return len(self._retries)

    def count(self, what: str) -> int:
        return len(self._seconds[what])

    def percentile(self, what: str, percent: float) -> float | None:
        """In seconds, interpolated; None where nothing was timed."""
        seconds = self._seconds[what]
        return float(np.percentile(seconds, percent)) if seconds else None
