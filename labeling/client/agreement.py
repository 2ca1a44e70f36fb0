"""How far people agree, question by question."""

from typing import TypedDict


class Agreement(TypedDict):
    """Krippendorff's alpha with its 95% interval; null with a `reason` where it is undefined.

    It rests on `answers` to `records` that have two or more.
    """

    question: str
    alpha: float | None
    low: float | None
    high: float | None
    percent: float | None
    reason: str
    records: int
    answers: int
    updated_at: str | None
