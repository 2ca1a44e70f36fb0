"""What people answered."""

from typing import Any, TypedDict


class Response(TypedDict):
    """`values` by the question's name; one that came too late is kept and not `counted`."""

    id: int
    record_id: int
    external_id: str | None
    annotator: str
    values: dict[str, Any]
    counted: bool
    opened_at: str
    submitted_at: str
