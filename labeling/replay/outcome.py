"""What became of a campaign, asked of the server and held against the recording."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from labeling.client import Project
from labeling.demo import Vote
from labeling.replay.answers import exported_votes
from labeling.replay.catching_up import StandsStill, caught_up
from labeling.replay.figures import Figures, differences, figures
from labeling.replay.plan import Plan
from labeling.replay.report import Report
from labeling.replay.review import Review
from labeling.replay.stage import Stage
from labeling.replay.stopwatch import Stopwatch
from labeling.replay.weighing import weigh


def report(stage: Stage, plan: Plan, stopwatch: Stopwatch, seconds: float, review: Review | None) -> Report:
    """Waits for the derived numbers, and finishes the campaign unless it is to be kept running."""
    recording, project = plan.recording, stage.project
    # Somebody who clicks and was not found leaves answers behind that nobody recorded.
    expected = review.after.figures if review and review.missed else recording.figures
    begun = time.perf_counter()
    alpha, wrong = _alpha(project, recording.dataset.QUESTION, expected)
    lag = time.perf_counter() - begun
    if not plan.keep:
        project.finish()
    votes = _named(exported_votes(project, recording.dataset.QUESTION), stage)
    truth = recording.dataset.truth()
    found = replace(figures(votes, truth), alpha=alpha)
    wrong += differences(recording.dataset, recording.whole, expected, found)
    wrong += _changed(plan, votes, review)
    weighing = weigh(votes, truth)
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
        weighed=weighing.accuracy,
        # In the other mode nobody is anybody in particular.
        suspects=weighing.suspects if plan.mode == "recorded" else (),
        review=review,
        differences=wrong,
    )


def _alpha(project: Project, question: str, expected: Figures) -> tuple[float | None, list[str]]:
    """The server's, once it rests on every answer; what stands in its way otherwise."""
    try:
        return caught_up(project, question, expected)["alpha"], []
    except StandsStill as error:
        return None, [str(error)]


def _named(votes: list[Vote], stage: Stage) -> list[Vote]:
    """By the names in the recording."""
    names = {annotator["username"]: person for person, annotator in stage.cast.items()}
    return [vote._replace(annotator=names[vote.annotator]) for vote in votes]


def _changed(plan: Plan, votes: list[Vote], review: Review | None) -> Iterator[str]:
    """Answers that are not as recorded: by record, and by whom as well where everybody had their own to give."""
    recorded: Counter[object]
    found: Counter[object]
    if plan.mode == "recorded":
        recorded, found = Counter(plan.recording.votes), Counter(votes)
    else:
        recorded = Counter((v.record, v.answer) for v in plan.recording.votes)
        clickers = plan.clickers() if plan.watch else ()
        found = Counter((v.record, v.answer) for v in votes if v.annotator not in clickers)
    missed = review is not None and review.missed
    if (missing := (recorded - found).total()) and not missed:
        yield f"{missing} recorded answers are missing"
    if invented := (found - recorded).total():
        yield f"{invented} answers were never recorded"
