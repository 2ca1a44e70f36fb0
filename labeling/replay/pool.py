"""The recorded answers to each record, handed out once each."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from threading import Lock

from labeling.demo import Vote


class PoolEmpty(LookupError):
    """More people were dealt a record than have answered it."""


class VotePool:
    """In an order that the seed fixes for each record; safe to share between threads."""

    def __init__(self, votes: Iterable[Vote], seed: int) -> None:
        self._lock = Lock()
        self._left: dict[str, list[str]] = defaultdict(list)
        for vote in votes:
            self._left[vote.record].append(vote.answer)
        for record, answers in self._left.items():
            random.Random(f"{seed}:{record}").shuffle(answers)

    def take(self, record: str) -> str:
        with self._lock:
            answers = self._left.get(record)
            if not answers:
                raise PoolEmpty(f"no recorded answer to record {record} is left")
            return answers.pop()

    def give_back(self, record: str, answer: str) -> None:
        """An answer that did not count is somebody else's to give."""
        with self._lock:
            self._left[record].append(answer)

    def left(self) -> int:
        with self._lock:
            return sum(map(len, self._left.values()))
