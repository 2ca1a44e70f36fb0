"""What the answers to a record say together."""

from typing import Any, TypedDict


class Consensus(TypedDict):
    """`value` is null while undecided, and `tied` then holds the answers that share the lead."""

    id: int
    record_id: int
    external_id: str | None
    question: str
    value: Any
    tied: list[Any]
    share: float | None
    answers: int
    updated_at: str
