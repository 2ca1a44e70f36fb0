"""What is to be replayed, and how."""

from __future__ import annotations

from dataclasses import dataclass

from labeling.replay.crowd import Crowd, Dealt, Recorded
from labeling.replay.recording import Recording


class TooFew(ValueError):
    """Fewer annotators than one record has answers."""


@dataclass(frozen=True)
class Plan:
    recording: Recording
    workspace: str
    mode: str = "recorded"
    annotators: int | None = None
    speed: str = "max"
    seed: int = 0
    concurrency: int = 8
    keep: bool = False

    def people(self) -> list[str]:
        """Names in the recording; in mode "dealt" any number of names will do."""
        if self.mode == "recorded" or self.annotators is None:
            return self.recording.people
        if self.annotators < self.recording.most_answers:
            raise TooFew(f"a record has {self.recording.most_answers} answers: it takes as many annotators")
        return [f"annotator {number}" for number in range(1, self.annotators + 1)]

    def crowd(self) -> Crowd:
        votes = self.recording.votes
        return Recorded(votes) if self.mode == "recorded" else Dealt(votes, self.seed)
