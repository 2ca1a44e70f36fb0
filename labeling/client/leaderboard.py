"""Who has done how much, and how well."""

from typing import NotRequired, TypedDict


class Standing(TypedDict):
    """Of the `compared` answers, `agreed` match what others say; `score` ranks, null with too little to go by.

    Annotators see ranks and counts only.
    """

    rank: int | None
    handle: str
    counted: int
    you: bool
    score: NotRequired[float | None]
    agreed: NotRequired[int]
    compared: NotRequired[int]
    median_seconds: NotRequired[float | None]
    last_at: NotRequired[str | None]


class Campaign(TypedDict):
    records: int
    complete: int
    wanted: int


class OwnStanding(TypedDict):
    """What comes with every turn: one's own numbers, and how far the campaign is."""

    counted: int
    surplus: int
    skipped: int
    flagged: int
    rank: int | None
    median_seconds: float | None
    campaign: Campaign
