"""Who has done how much, and how well."""

from typing import Any, NotRequired, TypedDict


class Standing(TypedDict):
    """Ranks and points are those of the last batch. `score` ranks, null with too little to go by; `parts` has what it
    and the points are made of.

    Annotators see ranks, counts and, where the policy shows them, points.
    """

    rank: int | None
    handle: str
    counted: int
    you: bool
    points: NotRequired[float]
    annotator: NotRequired[str]
    score: NotRequired[float | None]
    parts: NotRequired[dict[str, Any]]
    ranked_at: NotRequired[str | None]
    surplus: NotRequired[int]
    skipped: NotRequired[int]
    flagged: NotRequired[int]
    graded: NotRequired[int]
    passed: NotRequired[int]
    excluded: NotRequired[int]
    agreed: NotRequired[int]
    compared: NotRequired[int]
    median_seconds: NotRequired[float | None]
    last_at: NotRequired[str | None]


class Campaign(TypedDict):
    records: int
    complete: int


class OwnStanding(TypedDict):
    """What comes with every turn: one's own numbers, and how far the campaign was with the last batch of ranks."""

    counted: int
    surplus: int
    skipped: int
    flagged: int
    rank: int | None
    points: int | None
    median_seconds: float | None
    campaign: Campaign
