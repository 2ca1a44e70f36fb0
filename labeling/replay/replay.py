"""The whole of a replay: set up, work, finish, compare."""

from __future__ import annotations

import time

import httpx
from rich.console import Console

from labeling.client import Client
from labeling.replay import outcome
from labeling.replay.display import showing
from labeling.replay.pace import pace
from labeling.replay.plan import Plan
from labeling.replay.report import Report
from labeling.replay.schedule import Schedule
from labeling.replay.shift import Shift
from labeling.replay.stage import Stage, set_up
from labeling.replay.stopwatch import Stopwatch


def replay(url: str, token: str, plan: Plan, console: Console) -> Report:
    """Raises what a client raises, and Stray, PoolEmpty or Interrupted where the campaign cannot go on as recorded."""
    stopwatch = Stopwatch()
    connections = httpx.Limits(max_connections=plan.concurrency, max_keepalive_connections=plan.concurrency)
    transport = httpx.HTTPTransport(limits=connections)
    with Client(url, token, transport=transport, on_retry=stopwatch.retried) as client:
        with console.status("Setting the campaign up"):
            stage = set_up(
                client, plan.recording, workspace=plan.workspace, mode=plan.mode, people=plan.people()
            )
        console.print(f"To watch: {url.rstrip('/')}/projects/{stage.project.id}/", highlight=False)
        seconds = _work(client, stage, plan, stopwatch, console)
        return outcome.report(stage, plan, stopwatch, seconds)


def _work(client: Client, stage: Stage, plan: Plan, stopwatch: Stopwatch, console: Console) -> float:
    crowd = plan.crowd()
    shifts = [
        Shift(
            project=client.acting_as(annotator["token"]).project(stage.project.id),
            person=person,
            question=plan.recording.dataset.QUESTION,
            records=stage.records,
            crowd=crowd,
            stopwatch=stopwatch,
            pace=pace(plan.speed, f"{plan.seed}:{person}"),
        )
        for person, annotator in stage.cast.items()
    ]
    begun = time.perf_counter()
    with showing(console, "responses", len(plan.recording.votes), lambda: stopwatch.count("submit")):
        Schedule(shift.step for shift in shifts).run(plan.concurrency)
    return time.perf_counter() - begun
