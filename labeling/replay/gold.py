"""Which records of a recorded campaign serve as controls."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass

from labeling.client.records import Record
from labeling.quality.gate import Gate, fitted
from labeling.replay.recording import Recording

CLEAR = 0.9
LIKELIEST = 0.99


class TooFewControls(ValueError):
    """There are not so many records that can serve as controls."""


@dataclass(frozen=True)
class Gold:
    """A record with the answer that is right, and those that were recorded."""

    record: Record
    answer: str
    recorded: tuple[str, ...]

    @property
    def name(self) -> str:
        return str(self.record["external_id"])

    @property
    def share(self) -> float:
        """Of the recorded answers, how many are right."""
        return self.recorded.count(self.answer) / len(self.recorded)


def choose(recording: Recording, number: int, seed: int) -> tuple[Gold, ...]:
    """So many records whose truth is known and that at least nine in ten of the recorded crowd got right.

    An organizer looks for records that a careful person does not miss; here the recording says which these are.
    """
    truth = recording.dataset.truth()
    answers: dict[str, list[str]] = defaultdict(list)
    for vote in recording.votes:
        answers[vote.record].append(vote.answer)
    known = [
        Gold(record, truth[name], tuple(answers[name]))
        for record in recording.records
        if (name := str(record["external_id"])) in truth and answers[name]
    ]
    clear = [gold for gold in known if gold.share >= CLEAR]
    if len(clear) < number:
        raise TooFewControls(f"{len(clear)} records are clear enough to be controls, {number} are wanted")
    return tuple(random.Random(f"{seed}: controls").sample(clear, number))


def gate(golds: tuple[Gold, ...]) -> Gate:
    """The sequential test for people who do on controls as the recorded crowd did, against people who guess."""
    usual = sum(gold.share for gold in golds) / len(golds)
    options = {answer for gold in golds for answer in (gold.answer, *gold.recorded)}
    return fitted(median=min(usual, LIKELIEST), chance=1 / len(options))
