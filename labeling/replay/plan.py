"""What is to be replayed, and how."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from labeling.replay.crowd import Clicked, Crowd, Dealt, Recorded
from labeling.replay.gold import Gold, gate
from labeling.replay.recording import Recording

WATCHED = 40


class TooFew(ValueError):
    """Fewer annotators than one record has answers."""


@dataclass(frozen=True)
class Watch:
    """This share of the people click at random; controls are to find them, at this rate of what is dealt."""

    clickers: float
    controls: tuple[Gold, ...] = field(repr=False)
    rate: float

    def policy(self) -> dict[str, Any]:
        """The campaign's: who fails the controls is paused, and everybody's answers are weighed."""
        return {
            "aggregation": {"method": "dawid_skene"},
            "insertion": {"initial": self.rate},
            # Everybody may see all controls: they are few, and nobody talks.
            "watch": {"exposures": None},
            "gate": gate(self.controls).model_dump(),
            "on_gate": "pause",
        }


@dataclass(frozen=True)
class Plan:
    """`recording` is what is to be labelled: without the controls, if it is watched."""

    recording: Recording
    workspace: str
    mode: str = "recorded"
    annotators: int | None = None
    speed: str = "max"
    seed: int = 0
    concurrency: int = 8
    keep: bool = False
    watch: Watch | None = None

    def people(self) -> list[str]:
        """Names in the recording; in mode "dealt" any number of names will do."""
        number = self.annotators or (WATCHED if self.watch else None)
        if self.mode == "recorded" or number is None:
            return self.recording.people
        clicking = self._clicking(number)
        if number - clicking < self.recording.most_answers:
            besides = f" besides the {clicking} who click" if clicking else ""
            raise TooFew(
                f"a record has {self.recording.most_answers} answers: it takes as many annotators{besides}"
            )
        return [f"annotator {place}" for place in range(1, number + 1)]

    def clickers(self) -> frozenset[str]:
        """Which of the people click at random."""
        people = self.people()
        return frozenset(random.Random(f"{self.seed}: clickers").sample(people, self._clicking(len(people))))

    def crowd(self) -> Crowd:
        votes = self.recording.votes
        if self.watch:
            controls = {gold.name: gold.recorded for gold in self.watch.controls}
            return Clicked(votes, self.clickers(), controls, self.seed)
        return Recorded(votes) if self.mode == "recorded" else Dealt(votes, self.seed)

    def _clicking(self, people: int) -> int:
        return max(1, round(self.watch.clickers * people)) if self.watch else 0
