"""What became of a campaign, asked of the server and held against the recording."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from labeling.client import Project
from labeling.demo import Vote
from labeling.replay.catching_up import StandsStill, caught_up
from labeling.replay.figures import differences, exported, figures
from labeling.replay.plan import Plan
from labeling.replay.report import Report
from labeling.replay.stage import Stage
from labeling.replay.stopwatch import Stopwatch


def report(stage: Stage, plan: Plan, stopwatch: Stopwatch, seconds: float) -> Report:
    """Waits for the derived numbers, and finishes the campaign unless it is to be kept running."""
    recording, project = plan.recording, stage.project
    expected = recording.figures
    begun = time.perf_counter()
    alpha, wrong = _alpha(project, plan)
    lag = time.perf_counter() - begun
    if not plan.keep:
        project.finish()
    votes = _exported(project, recording.dataset.QUESTION)
    found = replace(figures(votes, recording.dataset.truth()), alpha=alpha)
    wrong += differences(recording.dataset, recording.whole, expected, found)
    wrong += _changed(plan, stage, votes)
    return Report(
        dataset=recording.dataset.NAME,
        mode=plan.mode,
        project=project.id,
        records=len(recording.records),
        annotators=len(stage.cast),
        responses=found.responses,
        surplus=project.progress()["surplus"],
        seconds=seconds,
        submit_p50=stopwatch.percentile("submit", 50),
        submit_p95=stopwatch.percentile("submit", 95),
        next_p50=stopwatch.percentile("next", 50),
        next_p95=stopwatch.percentile("next", 95),
        failures=stopwatch.failures,
        retries=stopwatch.retries,
        lag=lag,
        alpha=alpha,
        alpha_expected=expected.alpha,
        accuracy=found.accuracy,
        accuracy_expected=expected.accuracy,
        differences=wrong,
    )


def _alpha(project: Project, plan: Plan) -> tuple[float | None, list[str]]:
    """The server's, once it rests on every answer; what stands in its way otherwise."""
    try:
        return caught_up(project, plan.recording.dataset.QUESTION, plan.recording.figures)["alpha"], []
    except StandsStill as error:
        return None, [str(error)]


def _exported(project: Project, question: str) -> list[Vote]:
    with TemporaryDirectory() as folder:
        file = project.export("responses", Path(folder) / "responses.jsonl")
        return list(exported(file, question))


def _changed(plan: Plan, stage: Stage, votes: list[Vote]) -> Iterator[str]:
    """Answers that are not as recorded: by record, and by whom as well where everybody had their own to give."""
    recorded: Counter[object]
    found: Counter[object]
    if plan.mode == "recorded":
        names = {person: annotator["username"] for person, annotator in stage.cast.items()}
        recorded = Counter((v.record, names[v.annotator], v.answer) for v in plan.recording.votes)
        found = Counter((v.record, v.annotator, v.answer) for v in votes)
    else:
        recorded = Counter((v.record, v.answer) for v in plan.recording.votes)
        found = Counter((v.record, v.answer) for v in votes)
    if missing := (recorded - found).total():
        yield f"{missing} recorded answers are missing"
    if invented := (found - recorded).total():
        yield f"{invented} answers were never recorded"
