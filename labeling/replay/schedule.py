"""Many people on few threads: whoever is due next takes the next step."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Iterable
from itertools import count
from threading import Condition, Thread

Step = Callable[[], float | None]
"""Does one thing; returns the seconds until it is due again, or None when there is nothing more to do."""


class Schedule:
    """Runs steps until all are through; no step ever runs twice at the same time."""

    def __init__(self, steps: Iterable[Step], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tickets = count()
        self._due = [(0.0, next(self._tickets), step) for step in steps]
        self._running = 0
        self._changed = Condition()
        self._failure: BaseException | None = None

    def run(self, concurrency: int) -> None:
        """Blocks until the end. The first exception of a step ends the whole and is raised."""
        threads = [Thread(target=self._work, daemon=True) for _ in range(concurrency)]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                thread.join()
        except BaseException as interruption:
            self._end(interruption)
            raise
        if self._failure:
            raise self._failure

    def _work(self) -> None:
        while step := self._take():
            try:
                pause = step()
            except BaseException as failure:
                self._end(failure)
                return
            self._put(step, pause)

    def _take(self) -> Step | None:
        with self._changed:
            while not self._failure and (self._due or self._running):
                if not self._due:
                    self._changed.wait()
                elif (wait := self._due[0][0] - self._clock()) > 0:
                    self._changed.wait(wait)
                else:
                    self._running += 1
                    return heapq.heappop(self._due)[2]
            return None

    def _put(self, step: Step, pause: float | None) -> None:
        with self._changed:
            self._running -= 1
            if pause is not None:
                heapq.heappush(self._due, (self._clock() + pause, next(self._tickets), step))
            self._changed.notify_all()

    def _end(self, failure: BaseException) -> None:
        with self._changed:
            self._failure = self._failure or failure
            self._changed.notify_all()
