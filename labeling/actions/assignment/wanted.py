"""What an organizer wants assigned, however it is said: as pairs, as a table, or by a filter with people in turn."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from typing import Any, BinaryIO, Final

from labeling.errors import TooManyAssignments, UnreadableTable
from labeling.queries.matching import matching
from projects import sources
from projects.models import Project
from projects.sources import BadRow, Row

LIMIT: Final = 100_000
"""Assignments that are made at once: their records are locked until all are made."""

COLUMNS: Final = ("record", "annotator")

NOT_A_PAIR: Final = "A row is a record and an annotator, with a comma between them."


@dataclass(frozen=True, slots=True)
class Wanted:
    """One row of a list: a record (by external id, or by number) for an annotator (by user name)."""

    row: int
    record: str | int
    annotator: str


def pairs(given: Iterable[Mapping[str, Any]]) -> list[Wanted]:
    """From mappings of `record` (your id) or `record_id` (our number), and `annotator`; rows count from 1."""
    return [
        Wanted(row, _record(pair), (pair["annotator"] or "").strip())
        for row, pair in enumerate(given, start=1)
    ]


def table(stream: BinaryIO) -> list[Wanted | BadRow]:
    """From a CSV file with the columns record and annotator, its rows numbered as a spreadsheet does.

    Raises UnreadableTable, and TooManyAssignments.
    """
    return _rows(stream, header=1)


def pasted(text: str) -> list[Wanted | BadRow]:
    """As `table`, from text whose first line may be a header or not; rows are numbered as its lines."""
    text = re.sub(r"(?m)^[ \t]+$", "", text)
    first = next((line for line in text.splitlines() if line), "")
    header = 0 if {cell.strip(' "').lower() for cell in re.split("[,;\t]", first)} >= set(COLUMNS) else 1
    if header:
        delimiter = next((sign for sign in "\t;," if sign in first), ",")
        text = f"{delimiter.join(COLUMNS)}\n{text}"
    return _rows(io.BytesIO(text.encode()), header=1 - header)


def in_turn(
    project: Project, *, annotators: Sequence[str], per_record: int, metadata: dict[str, Any] | None = None
) -> list[Wanted]:
    """Every record that matches, each to the next `per_record` of these people. Raises TooManyAssignments.

    There must be as many people as that.
    """
    records = matching(project, metadata=metadata)
    _bound(records.count() * per_record)
    turn = cycle(annotators)
    return [
        Wanted(row, record, next(turn))
        for row, record in enumerate(records.values_list("pk", flat=True), start=1)
        for _ in range(per_record)
    ]


def _record(pair: Mapping[str, Any]) -> str | int:
    return pair["record_id"] if "record_id" in pair else (pair.get("record") or "").strip()


def _rows(stream: BinaryIO, *, header: int) -> list[Wanted | BadRow]:
    rows: list[Wanted | BadRow] = []
    found = 0
    for found, row in enumerate(sources.read(stream, "csv"), start=1):
        number = row.number - 1 + header
        if isinstance(row, BadRow):
            if row.fatal:
                raise UnreadableTable(row=number, reason=row.reason)
            # Nobody who pasted rows without a header should read about one.
            read: Wanted | BadRow = replace(row, number=number, reason=row.reason if header else NOT_A_PAIR)
        else:
            read = _wanted(row, number)
        if found <= LIMIT:
            rows.append(read)
    if not found:
        raise UnreadableTable(row=1 + header, reason="There is no row in it.")
    _bound(found)
    return rows


def _wanted(row: Row, number: int) -> Wanted:
    cells = {name.lower(): cell.strip() for name, cell in row.values.items()}
    if missing := next((column for column in COLUMNS if column not in cells), None):
        raise UnreadableTable(row=1, reason=f"There is no column called {missing}.")
    return Wanted(number, cells["record"], cells["annotator"])


def _bound(found: int) -> None:
    if found > LIMIT:
        raise TooManyAssignments(found=found, limit=LIMIT)
