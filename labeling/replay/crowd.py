"""What people answer: as recorded, or whatever of it nobody has used yet."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from labeling.demo import Vote
from labeling.replay.pool import VotePool


class Stray(LookupError):
    """The server dealt somebody a record that was never assigned to them."""


class Crowd(Protocol):
    """`person` is the name in the recording."""

    def answer(self, person: str, record: str) -> str:
        """Called once for each assignment, before its submit."""

    def settle(self, person: str, record: str, answer: str, *, counted: bool) -> None:
        """What became of the answer; not counted also where its submit failed."""

    def through(self, person: str) -> bool:
        """Whether this person has nothing more to say, whatever the server may offer."""


class Recorded:
    """Everybody answers the records that they answered then, as they did."""

    def __init__(self, votes: Iterable[Vote]) -> None:
        self._answers: dict[str, dict[str, str]] = defaultdict(dict)
        for vote in votes:
            self._answers[vote.annotator][vote.record] = vote.answer
        self._left = {person: len(answers) for person, answers in self._answers.items()}

    def answer(self, person: str, record: str) -> str:
        try:
            return self._answers[person][record]
        except KeyError:
            raise Stray(f"{person} was dealt record {record}, which was not assigned to them") from None

    def settle(self, person: str, record: str, answer: str, *, counted: bool) -> None:
        self._left[person] -= counted

    def through(self, person: str) -> bool:
        return not self._left[person]


class Dealt:
    """Everybody answers what they are dealt with one of the record's recorded answers that is still unused."""

    def __init__(self, votes: Iterable[Vote], seed: int) -> None:
        self.pool = VotePool(votes, seed)

    def answer(self, person: str, record: str) -> str:
        return self.pool.take(record)

    def settle(self, person: str, record: str, answer: str, *, counted: bool) -> None:
        if not counted:
            self.pool.give_back(record, answer)

    def through(self, person: str) -> bool:
        return False


class Clicked:
    """As `Dealt`, but some people click at random; and some records are controls.

    Nothing is made up for the others: to a record they give one of its recorded answers that is still unused, to a
    control, which more people see than have answered it then, any of its recorded answers.
    """

    def __init__(
        self,
        votes: Iterable[Vote],
        clickers: Collection[str],
        controls: Mapping[str, Sequence[str]],
        seed: int,
    ) -> None:
        """`controls` has the recorded answers of each."""
        votes = list(votes)
        self.pool = VotePool(votes, seed)
        self._clickers = frozenset(clickers)
        self._controls = controls
        self._seed = seed
        recorded = {answer for answers in controls.values() for answer in answers}
        self._options = sorted({vote.answer for vote in votes} | recorded)
        self._given: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def answer(self, person: str, record: str) -> str:
        chance = random.Random(f"{self._seed}:{person}:{record}")
        if person in self._clickers:
            return chance.choice(self._options)
        if record in self._controls:
            return chance.choice(self._controls[record])
        return self.pool.take(record)

    def settle(self, person: str, record: str, answer: str, *, counted: bool) -> None:
        if person in self._clickers or record in self._controls:
            return
        if counted:
            self._given[person].append((record, answer))
        else:
            self.pool.give_back(record, answer)

    def through(self, person: str) -> bool:
        return False

    def leave(self, person: str) -> None:
        """What an excluded person answered is somebody else's to give."""
        for record, answer in self._given.pop(person, ()):
            self.pool.give_back(record, answer)
