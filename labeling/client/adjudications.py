"""What reviewers decide of records, whatever their responses say."""

from __future__ import annotations

from typing import Any, TypedDict

from labeling.client.session import Session


class Adjudication(TypedDict):
    question: str
    value: Any
    note: str
    made_by: str
    made_at: str


class Adjudications:
    """Of any record that one reviews, by its number."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, record_id: int) -> list[Adjudication]:
        decided: list[Adjudication] = self._session.get(f"records/{record_id}/adjudications")
        return decided

    def decide(self, record_id: int, question: str, value: Any, *, note: str = "") -> Adjudication:
        """Decide the record's answer to this question, by its name; again replaces it."""
        path = f"records/{record_id}/adjudications/{question}"
        made: Adjudication = self._session.request("PUT", path, body={"value": value, "note": note})
        return made

    def retract(self, record_id: int, question: str) -> None:
        """Let the responses speak again."""
        self._session.request("DELETE", f"records/{record_id}/adjudications/{question}")
