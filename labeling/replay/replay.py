"""The whole of a replay: set up, work, finish, compare."""

from __future__ import annotations

import time
from collections.abc import Collection

import httpx
from rich.console import Console

from labeling.client import Client
from labeling.replay import outcome
from labeling.replay.crowd import Clicked, Crowd
from labeling.replay.display import showing
from labeling.replay.pace import pace
from labeling.replay.plan import Plan
from labeling.replay.report import Report
from labeling.replay.review import watched
from labeling.replay.schedule import Schedule
from labeling.replay.shift import Shift
from labeling.replay.stage import Stage, set_up
from labeling.replay.stopwatch import Stopwatch


def replay(url: str, token: str, plan: Plan, console: Console) -> Report:
    """Raises what a client raises, and Stray, PoolEmpty, Interrupted or StandsStill where it cannot go on as recorded."""
    stopwatch = Stopwatch()
    connections = httpx.Limits(max_connections=plan.concurrency, max_keepalive_connections=plan.concurrency)
    transport = httpx.HTTPTransport(limits=connections)
    with Client(url, token, transport=transport, on_retry=stopwatch.retried) as client:
        with console.status("Setting the campaign up"):
            stage = set_up(client, plan)
        console.print(f"To watch: {url.rstrip('/')}/projects/{stage.project.id}/", highlight=False)
        crowd = plan.crowd()
        work = Work(client, stage, plan, crowd, stopwatch, console)
        review = None
        if isinstance(crowd, Clicked):
            review = watched(stage, plan, crowd, work.run)
        else:
            work.run(stage.cast)
        return outcome.report(stage, plan, stopwatch, work.seconds, review)


class Work:
    """Everybody's shifts, which may be taken up again; `seconds` is how long they took in all."""

    def __init__(
        self, client: Client, stage: Stage, plan: Plan, crowd: Crowd, stopwatch: Stopwatch, console: Console
    ) -> None:
        self._plan, self._stopwatch, self._console = plan, stopwatch, console
        self._shifts = {
            person: Shift(
                project=client.acting_as(annotator["token"]).project(stage.project.id),
                person=person,
                question=plan.recording.dataset.QUESTION,
                records=stage.records,
                crowd=crowd,
                stopwatch=stopwatch,
                pace=pace(plan.speed, f"{plan.seed}:{person}"),
            )
            for person, annotator in stage.cast.items()
        }
        self.seconds = 0.0

    def run(self, people: Collection[str]) -> None:
        """Lets these people work until there is nothing more for them."""
        begun = time.perf_counter()
        steps = [shift.step for person, shift in self._shifts.items() if person in people]
        with showing(
            self._console,
            "responses",
            len(self._plan.recording.votes),
            lambda: self._stopwatch.count("submit"),
        ):
            Schedule(steps).run(self._plan.concurrency)
        self.seconds += time.perf_counter() - begun
