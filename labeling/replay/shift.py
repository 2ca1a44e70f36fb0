"""One person's work, one request at a time."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from labeling.client import Assignment, ProblemError, Project, Turn
from labeling.replay.crowd import Crowd
from labeling.replay.pace import Pace
from labeling.replay.stopwatch import Stopwatch

LOOK_AGAIN = 0.5  # seconds, where others hold the last records
MOST_FAILURES = 5  # in a row; then the whole replay gives up
HELD_BACK = {"held_back", "rejected", "excluded"}


class Interrupted(RuntimeError):
    """The campaign stopped running while people were still at work."""


class Shift:
    """`project` acts as the person; `records` gives the external id for the server's ref."""

    def __init__(
        self,
        project: Project,
        person: str,
        question: str,
        records: Mapping[str, str],
        crowd: Crowd,
        stopwatch: Stopwatch,
        pace: Pace,
    ) -> None:
        self._project = project
        self._person = person
        self._question = question
        self._records = records
        self._crowd = crowd
        self._stopwatch = stopwatch
        self._pace = pace
        self._turn: Turn | None = None
        self._answer: str | None = None
        self._failures = 0

    def step(self) -> float | None:
        """Ask for work, or submit what is at hand. Returns the pause before the next step; None at the end.

        The end is not for ever: whoever is let in again, or for whom there is more to do, may go on.
        """
        try:
            self._turn = self._advance()
        except (ProblemError, httpx.TransportError) as error:
            return self._again_after(error)
        self._failures = 0
        return self._pause(self._turn)

    def _advance(self) -> Turn:
        if self._turn and self._turn.assignment:
            return self._submit(self._turn.assignment)
        with self._stopwatch.time("next"):
            return self._project.next()

    def _submit(self, assignment: Assignment) -> Turn:
        record = self._records[assignment.record]
        # Chosen once: a submit whose answer got lost is sent again as it was, and counts once.
        self._answer = self._answer or self._crowd.answer(self._person, record)
        try:
            with self._stopwatch.time("submit"):
                submitted = assignment.submit({self._question: self._answer})
        except ProblemError:
            self._settle(record, counted=False)
            raise
        self._settle(record, counted=submitted["counted"])
        assert assignment.after, "the server leaves out what comes next"
        return assignment.after

    def _settle(self, record: str, *, counted: bool) -> None:
        assert self._answer
        self._crowd.settle(self._person, record, self._answer, counted=counted)
        self._answer = None

    def _again_after(self, error: Exception) -> float:
        self._stopwatch.failed(error)
        self._failures += 1
        if self._failures == MOST_FAILURES:
            raise error
        if isinstance(error, ProblemError):
            self._turn = None
        return 0.2 * 2.0**self._failures

    def _pause(self, turn: Turn) -> float | None:
        if turn.assignment:
            return self._pace()
        if turn.reason == "complete" or turn.reason in HELD_BACK or self._crowd.through(self._person):
            return None
        if turn.reason == "waiting":
            return LOOK_AGAIN
        raise Interrupted(f"{self._person} has work left, but the campaign is {turn.reason}")
