"""Where a campaign stands, in numbers that follow the answers within seconds."""

from typing import NotRequired, TypedDict


class Progress(TypedDict):
    """`wanted` answers are asked for over all records, `counted` are there; `live` assignments are out.

    `stale` says that newer answers than those of `updated_at` are still to be counted. Annotators are told of records
    only, as of the last batch of ranks.
    """

    records: int
    complete: int
    updated_at: str | None
    wanted: NotRequired[int]
    counted: NotRequired[int]
    surplus: NotRequired[int]
    live: NotRequired[int]
    skipped: NotRequired[int]
    flagged: NotRequired[int]
    active: NotRequired[int]
    stale: NotRequired[bool]
