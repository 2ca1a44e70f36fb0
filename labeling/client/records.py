"""What is to be labelled."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NotRequired, TypedDict

from labeling.client.collection import Collection

BATCH = 1000


class Record(TypedDict):
    """One to send. `external_id` is yours: a record sent again under it is updated, not doubled."""

    fields: dict[str, Any]
    external_id: NotRequired[str | None]
    metadata: NotRequired[dict[str, Any]]
    overlap: NotRequired[int | None]
    priority: NotRequired[int]


class StoredRecord(TypedDict):
    """`ref` is what annotators know it by; a `withheld` one is a control."""

    id: int
    ref: str
    external_id: str | None
    fields: dict[str, Any]
    metadata: dict[str, Any]
    batch: str
    overlap: int
    open_slots: int
    retired: bool


class RowProblem(TypedDict):
    row: int
    column: str | None
    reason: str


class Imported(TypedDict):
    created: int
    updated: int
    unchanged: int
    bad: int
    problems: list[RowProblem]


class Records(Collection[StoredRecord]):
    def add(
        self,
        records: Iterable[Record],
        *,
        skip_bad_rows: bool = False,
        batch: int = BATCH,
        called: str | None = None,
    ) -> Imported:
        """Send records, `batch` of them in one request, which is stored whole or not at all.

        `called` is what the import is called, to compare it with others later.

        With more than one batch the earlier ones stay when a later one is refused (Unprocessable, whose context
        has the `problems`); rows are numbered over all of them. With `skip_bad_rows` only the bad ones stay out.
        """
        total = Imported(created=0, updated=0, unchanged=0, bad=0, problems=[])
        sent = 0
        for some in _batches(records, batch):
            _count(total, self._send(some, skip_bad_rows, called), before=sent)
            sent += len(some)
        return total

    def _send(self, records: list[Record], skip_bad_rows: bool, called: str | None) -> Imported:
        lines = b"".join(json.dumps(record).encode() + b"\n" for record in records)
        imported: Imported = self._session.request(
            "POST",
            self._path,
            content=lines,
            content_type="application/x-ndjson",
            params={"skip_bad_rows": skip_bad_rows or None, "batch": called},
        )
        return imported


def _batches(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    rest = iter(records)
    while some := list(islice(rest, size)):
        yield some


def _count(total: Imported, some: Imported, *, before: int) -> None:
    total["created"] += some["created"]
    total["updated"] += some["updated"]
    total["unchanged"] += some["unchanged"]
    total["bad"] += some["bad"]
    total["problems"] += [RowProblem(**{**p, "row": p["row"] + before}) for p in some["problems"]]
