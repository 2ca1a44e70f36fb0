"""Records whose answers are known: they are dealt among the others to see how people do."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NotRequired, TypedDict

from labeling.client.collection import Collection
from labeling.client.records import Imported


class Control(TypedDict):
    """One to load. Names a record that is there by `external_id` (or `record_id`), or brings the `fields` of a new one.

    `answers` has by question what is right: one answer, or a list of several that will do.
    """

    answers: dict[str, Any]
    external_id: NotRequired[str]
    record_id: NotRequired[int]
    tolerance: NotRequired[dict[str, float]]
    explanation: NotRequired[str]
    fields: NotRequired[dict[str, Any]]
    metadata: NotRequired[dict[str, Any]]


class StoredControl(TypedDict):
    """`record` is the record's number. Of `answered` answers to it `passed` were right.

    `discrimination`, from -1 to 1, says whether better annotators pass more often. `counted` answers were given before
    it was a control, and `live` ones may still come so.
    """

    record: int
    external_id: str | None
    answers: dict[str, list[Any]]
    tolerance: dict[str, float]
    explanation: str
    state: str
    reason: str
    exposures: int
    answered: int
    passed: int
    discrimination: float | None
    counted: int
    live: int
    created_at: str
    updated_at: str


class Controls(Collection[StoredControl]):
    def load(self, controls: Iterable[Control], *, skip_bad_rows: bool = False) -> Imported:
        """All or nothing, unless bad rows are to be skipped; raises Unprocessable, whose context has the `problems`."""
        lines = b"".join(json.dumps(control).encode() + b"\n" for control in controls)
        loaded: Imported = self._session.request(
            "POST",
            self._path,
            content=lines,
            content_type="application/x-ndjson",
            params={"skip_bad_rows": skip_bad_rows or None},
        )
        return loaded

    def find(self, *, state: str) -> Collection[StoredControl]:
        """Those that are proposed, active, suspended or retired."""
        return Collection(self._session, self._path, state=state)

    def get(self, record: int) -> StoredControl:
        return self._one("GET", record)

    def update(self, record: int, **changes: Any) -> StoredControl:
        """Other `answers`, `tolerance` or `explanation`; what people answered is graded anew."""
        return self._one("PATCH", record, body=changes)

    def propose(self, *, most: int = 50, **settled: float) -> list[int]:
        """Propose settled records (`answers`, `posterior`, `share`); returns their numbers."""
        body: dict[str, Any] = {"most": most, **settled}
        proposed: list[int] = self._session.post(f"{self._path}/propose", body)["proposed"]
        return proposed

    def approve(self, record: int) -> StoredControl:
        return self._one("POST", record, "/approve")

    def suspend(self, record: int) -> StoredControl:
        """Dealt to nobody, and nobody is judged by it."""
        return self._one("POST", record, "/suspend")

    def resume(self, record: int) -> StoredControl:
        return self._one("POST", record, "/resume")

    def retire(self, record: int) -> StoredControl:
        """Dealt to nobody more; what was answered to it stays evidence."""
        return self._one("POST", record, "/retire")

    def unmark(self, record: int) -> None:
        """An ordinary record again; Conflict where somebody was graded by it."""
        self._session.request("DELETE", f"{self._path}/{record}")

    def _one(self, method: str, record: int, verb: str = "", body: Any = None) -> StoredControl:
        found: StoredControl = self._session.request(method, f"{self._path}/{record}{verb}", body=body)
        return found
