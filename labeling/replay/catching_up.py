"""Derived numbers follow the answers a moment later: wait for them."""

from __future__ import annotations

import time
from math import isclose

from labeling.client import Project
from labeling.client.agreement import Agreement
from labeling.replay.figures import Figures

CLOSE = 1e-6
PATIENCE = 120.0  # seconds without any movement
# An exclusion may leave the totals as they were: alpha that is not as expected gets so many seconds to follow.
SETTLING = 20.0


class StandsStill(RuntimeError):
    """Progress and agreement do not reach what was answered."""


def caught_up(project: Project, question: str, expected: Figures) -> Agreement:
    """Agreement, once it and progress count every answer. Raises StandsStill when they stop short of it."""
    before: object = None
    until = 0.0
    counted_since: float | None = None
    while True:
        progress = project.progress()
        agreement = next((one for one in project.agreement() if one["question"] == question), None)
        if agreement and (progress["counted"], agreement["answers"]) == (
            expected.responses,
            expected.answers,
        ):
            counted_since = counted_since or time.monotonic()
            if _as_expected(agreement, expected) or time.monotonic() > counted_since + SETTLING:
                return agreement
        now = (progress["counted"], agreement and agreement["answers"])
        if now != before:
            before, until = now, time.monotonic() + PATIENCE
        if time.monotonic() > until:
            raise StandsStill(
                f"progress counts {now[0]} of {expected.responses} answers, "
                f"agreement rests on {now[1]} of {expected.answers}"
            )
        time.sleep(0.5)


def _as_expected(agreement: Agreement, expected: Figures) -> bool:
    alpha = agreement["alpha"]
    if alpha is None or expected.alpha is None:
        return alpha is expected.alpha
    return isclose(alpha, expected.alpha, abs_tol=CLOSE)
