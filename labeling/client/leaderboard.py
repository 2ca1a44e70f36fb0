"""Who has done how much, and how well."""

from typing import TypedDict


class Standing(TypedDict):
    """Of the `compared` answers, `agreed` match what others say; `score` ranks, null with too little to go by."""

    rank: int | None
    handle: str
    counted: int
    score: float | None
    agreed: int
    compared: int
    median_seconds: float | None
    last_at: str | None
    you: bool


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
    score: float | None
    median_seconds: float | None
    campaign: Campaign
