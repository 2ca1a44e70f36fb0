"""Where a campaign stands, in numbers that follow the answers within seconds."""

from typing import TypedDict


class Progress(TypedDict):
    """`wanted` answers are asked for over all records, `counted` are there; `live` assignments are out.

    `stale` says that newer answers than those of `updated_at` are still to be counted.
    """

    records: int
    complete: int
    wanted: int
    counted: int
    surplus: int
    live: int
    skipped: int
    flagged: int
    active: int
    stale: bool
    updated_at: str | None
