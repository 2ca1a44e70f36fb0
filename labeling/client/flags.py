"""What annotators report as broken."""

from typing import TypedDict


class Flag(TypedDict):
    record_id: int
    external_id: str | None
    annotator: str
    reason: str
    flagged_at: str
