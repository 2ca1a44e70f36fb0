"""Who has done how much, and how well."""

from typing import TypedDict


class Standing(TypedDict):
    """Of the `compared` answers, `agreed` match what others say; `score` ranks, null with too little to go by."""

    rank: int
    handle: str
    counted: int
    score: float | None
    agreed: int
    compared: int
    median_seconds: float | None
    last_at: str | None
    you: bool
