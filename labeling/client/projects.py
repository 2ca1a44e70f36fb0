"""Campaigns: making and running them, working in them, reading their results."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypedDict

from labeling.client.adjudications import Adjudications
from labeling.client.agreement import Agreement, Confirmation, Pair, Reading, Slices
from labeling.client.assignments import Assignment, Assignments, Turn, assignment, turn
from labeling.client.collection import Collection
from labeling.client.consensus import ConsensusList
from labeling.client.controls import Controls
from labeling.client.errors import LeftOpen
from labeling.client.exclusions import Exclusions
from labeling.client.exports import Export, Format, address, export
from labeling.client.flags import Flag
from labeling.client.forecast import Forecast
from labeling.client.leaderboard import Standing
from labeling.client.policy import Policy
from labeling.client.progress import Progress
from labeling.client.records import Records
from labeling.client.responses import Response
from labeling.client.rules import Rules
from labeling.client.sanctions import Own, Sanctions, Suspicion
from labeling.client.session import Session


class ProjectInfo(TypedDict):
    id: int
    workspace: str
    name: str
    guidelines: str
    overlap: int
    lease_minutes: int
    queue_depth: int
    state: str
    role: str
    fields: list[dict[str, Any]]
    questions: list[dict[str, Any]]
    created_at: str
    started_at: str | None
    finished_at: str | None
    answered_at: str | None


class Projects(Collection[ProjectInfo]):
    def __init__(self, session: Session) -> None:
        super().__init__(session, "projects")

    def find(self, *, workspace: str | None = None, state: str | None = None) -> Collection[ProjectInfo]:
        return Collection(self._session, "projects", workspace=workspace, state=state)

    def create(self, *, workspace: str, name: str, **definition: Any) -> Project:
        """A draft: guidelines, overlap, lease_minutes, queue_depth, fields and questions define it."""
        made = self._session.post("projects", {"workspace": workspace, "name": name} | definition)
        return Project(self._session, made["id"])


class Project:
    def __init__(self, session: Session, id: int) -> None:  # noqa: A002
        self.id = id
        self._session = session
        self._path = path = f"projects/{id}"
        self.records = Records(session, f"{path}/records")
        self.controls = Controls(session, f"{path}/controls")
        self.assignments = Assignments(session, f"{path}/assignments")
        self.policy = Policy(session, f"{path}/policy")
        self.responses: Collection[Response] = Collection(session, f"{path}/responses")
        self.consensus = ConsensusList(session, f"{path}/consensus")
        self.exclusions = Exclusions(session, f"{path}/exclusions")
        self.adjudications = Adjudications(session)
        self.rules = Rules(session, f"{path}/rules")
        self.sanctions = Sanctions(session, f"{path}/sanctions")
        self.own_sanction = Own(session, f"{path}/sanction")
        self.suspicions: Collection[Suspicion] = Collection(session, f"{path}/suspicions")
        self.flags: Collection[Flag] = Collection(session, f"{path}/flags")

    def get(self) -> ProjectInfo:
        return self._info("GET", "")

    def update(self, **changes: Any) -> ProjectInfo:
        return self._info("PATCH", "", changes)

    def delete(self) -> None:
        """Only a draft without records can be deleted."""
        self._session.request("DELETE", self._path)

    def start(self) -> ProjectInfo:
        return self._info("POST", "/start")

    def pause(self) -> ProjectInfo:
        return self._info("POST", "/pause")

    def resume(self) -> ProjectInfo:
        return self._info("POST", "/resume")

    def finish(self) -> ProjectInfo:
        return self._info("POST", "/finish")

    def reopen(self) -> ProjectInfo:
        return self._info("POST", "/reopen")

    def next(self, *, html: bool = False) -> Turn:
        """The head of one's queue; asked again, the same until it is done with."""
        answer = self._session.post(f"{self._path}/next", repeatable=True, include="html" if html else None)
        return turn(self._session, answer)

    def work(
        self, *, wait: float | None = 2.0, sleep: Callable[[float], None] = time.sleep
    ) -> Iterator[Assignment]:
        """One's assignments, one after the other, until nothing is left or the project does not run.

        While others hold the last records it asks again every `wait` seconds; None: it ends there. Raises
        LeftOpen where an assignment was neither submitted, skipped, flagged nor released.
        """
        now = self.next()
        while True:
            if now.assignment is None:
                if now.reason != "waiting" or wait is None:
                    return
                sleep(wait)
                now = self.next()
                continue
            yield now.assignment
            if not now.assignment.closed:
                raise LeftOpen(f"assignment {now.assignment.id} is still open")
            now = now.assignment.after or self.next()

    def undo(self) -> Assignment:
        """The assignment submitted last, open again with its answers as draft."""
        return assignment(self._session, self._session.post(f"{self._path}/undo")["assignment"])

    def progress(self) -> Progress:
        progress: Progress = self._session.get(f"{self._path}/progress")
        return progress

    def forecast(
        self, *, seconds: float | None = None, hours: float | None = None, accuracy: float | None = None
    ) -> Forecast:
        """What is still to come; by default some seconds for an answer, hours a person, and accuracy are assumed."""
        forecast: Forecast = self._session.get(
            f"{self._path}/forecast", seconds=seconds, hours=hours, accuracy=accuracy
        )
        return forecast

    def agreement(self) -> list[Agreement]:
        agreement: list[Agreement] = self._session.get(f"{self._path}/agreement")
        return agreement

    def agreement_slices(self, *, question: str | None = None, by: str = "batch") -> Slices:
        """Within each batch, or for each value of a piece of metadata; `question` where there are several."""
        slices: Slices = self._session.get(f"{self._path}/agreement/slices", question=question, by=by)
        return slices

    def agreement_pairs(
        self, *, question: str | None = None, annotator: str | None = None, least: int | None = None
    ) -> list[Pair]:
        """Who agrees with whom, on `least` records in common or more."""
        asked = {"question": question, "annotator": annotator, "least": least}
        pairs: list[Pair] = self._session.get(f"{self._path}/agreement/pairs", **asked)
        return pairs

    def agreement_people(self, *, question: str | None = None) -> list[Confirmation]:
        people: list[Confirmation] = self._session.get(f"{self._path}/agreement/people", question=question)
        return people

    def agreement_history(self, *, question: str | None = None) -> list[Reading]:
        readings: list[Reading] = self._session.get(f"{self._path}/agreement/history", question=question)
        return readings

    def leaderboard(self) -> list[Standing]:
        standings: list[Standing] = self._session.get(f"{self._path}/leaderboard")
        return standings

    def export(
        self,
        what: Export,
        to: str | os.PathLike[str],
        *,
        format: Format = "jsonl",  # noqa: A002
        surplus: bool = False,
        excluded: bool = False,
        controls: bool = False,
    ) -> Path:
        """Stream the counted responses, or the consensus, into a file.

        Of responses also those that came too late, those that were excluded, and those to controls, if asked for.
        """
        asked = {"surplus": surplus, "excluded": excluded, "controls": controls}
        path = address(f"{self._path}/export/{what}.{format}", *(sort for sort in asked if asked[sort]))
        return export(self._session, path, to)

    def _info(self, method: str, verb: str, body: dict[str, Any] | None = None) -> ProjectInfo:
        info: ProjectInfo = self._session.request(method, self._path + verb, body=body)
        return info

    def __repr__(self) -> str:
        return f"Project({self.id})"
