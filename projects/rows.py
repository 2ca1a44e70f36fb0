"""From a row of a file, or an object sent to the API, to what a record is made of.

A row is flat, with the names of fields and of metadata side by side, as in CSV; or it is nested:
{"external_id", "fields": {...}, "metadata": {...}, "overlap", "priority"}.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from projects.fields import InvalidValue
from projects.models import Field
from projects.sources import BadRow, Row
from projects.sources.base import MAX_NAME
from projects.storable import fault, text_fault

MAX_EXTERNAL_ID = 200
MAX_OVERLAP = 1_000
MAX_PRIORITY = 1_000
NESTED = frozenset({"external_id", "id", "fields", "metadata", "overlap", "priority"})
PREFIX = "metadata."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that fits the project; None where the row does not say."""

    number: int
    external_id: str | None
    overlap: int | None
    priority: int | None
    fields: dict[str, Any]
    metadata: dict[str, Any] | None


class _Fault(ValueError):
    def __init__(self, column: str | None, reason: str, *, fatal: bool = False) -> None:
        self.column, self.reason, self.fatal = column, reason, fatal


def candidates(
    rows: Iterable[Row | BadRow], *, fields: Iterable[Field], cells: bool
) -> Iterator[Candidate | BadRow]:
    """Each row checked against the fields. `cells`: the values are the texts of CSV cells, "" where there is none.

    After a fatal BadRow there are no more.
    """
    reader = _Reader(list(fields), cells=cells)
    for row in rows:
        read = row if isinstance(row, BadRow) else reader.read(row)
        yield read
        if isinstance(read, BadRow) and read.fatal:
            return


class _Reader:
    def __init__(self, fields: list[Field], *, cells: bool) -> None:
        self.fields, self.cells = fields, cells
        self.names = {field.name for field in fields}

    def read(self, row: Row) -> Candidate | BadRow:
        try:
            return self._candidate(row)
        except _Fault as fault:
            return BadRow(row.number, _printable(fault.column), _sentence(fault.reason), fatal=fault.fatal)

    def _candidate(self, row: Row) -> Candidate:
        values = {name: None if value == "" and self.cells else value for name, value in row.values.items()}
        shown, metadata = self._nested(values) if "fields" in values else self._flat(values)
        return Candidate(
            row.number,
            _external_id(values),
            _number(values, "overlap", 1, MAX_OVERLAP),
            _number(values, "priority", -MAX_PRIORITY, MAX_PRIORITY),
            self._clean(shown, row.values),
            _metadata(metadata),
        )

    def _nested(self, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
        shown, metadata = values["fields"], values.get("metadata")
        if not isinstance(shown, dict):
            raise _Fault("fields", "must be an object")
        if metadata is not None and not isinstance(metadata, dict):
            raise _Fault("metadata", "must be an object")
        if unknown := values.keys() - NESTED:
            raise _Fault(min(unknown), "is not known beside “fields”: put it into “metadata”")
        if unknown := shown.keys() - self.names:
            raise _Fault(min(unknown), "is not a field of this project")
        return shown, metadata

    def _flat(self, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
        own = self.names | _reserved(values)
        metadata = values.get("metadata") or {}
        if not isinstance(metadata, dict):
            metadata = {"metadata": metadata}
        others = {
            name.removeprefix(PREFIX): value
            for name, value in values.items()
            if name not in own and value is not None
        }
        return values, (metadata | others) or None

    def _clean(self, values: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
        clean = {}
        for field in self.fields:
            value = values.get(field.name)
            if value is not None and value != "":
                clean[field.name] = self._value(field, value)
            elif field.required and self.cells and field.name not in row:
                columns = ", ".join(f"“{name}”" for name in list(row)[:20])
                raise _Fault(field.name, f"The file has no such column; it has {columns}.", fatal=True)
            elif field.required:
                raise _Fault(field.name, "is required")
        return clean

    def _value(self, field: Field, value: Any) -> Any:
        convert = field.type.parse if self.cells else field.type.clean
        try:
            return convert(field.options, value)
        except InvalidValue as error:
            raise _Fault(field.name, str(error)) from None


def _printable(column: str | None) -> str | None:
    return None if column is None or text_fault(column) else column[:MAX_NAME]


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:].rstrip('.')}."


def _reserved(values: dict[str, Any]) -> set[str]:
    """Beside an external_id, a column called id is metadata like any other."""
    return {"external_id" if "external_id" in values else "id", "overlap", "priority", "metadata"}


def _external_id(values: dict[str, Any]) -> str | None:
    column = "external_id" if "external_id" in values else "id"
    given = values.get(column)
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise _Fault(column, "must be a text or a whole number")
    text = str(given).strip()
    if len(text) > MAX_EXTERNAL_ID:
        raise _Fault(column, f"has {len(text)} characters; at most {MAX_EXTERNAL_ID} are allowed")
    if why := text_fault(text):
        raise _Fault(column, why)
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise _Fault(column, "must be one line, without control characters")
    return text or None


def _number(values: dict[str, Any], column: str, least: int, most: int) -> int | None:
    given = values.get(column)
    if isinstance(given, str) and given.strip().removeprefix("-").isdecimal() and len(given) < 20:
        given = int(given)
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
        raise _Fault(column, f"must be a whole number from {least} to {most}")
    return given


def _metadata(metadata: dict[str, Any] | None) -> dict[str, Any] | None:
    for name, value in (metadata or {}).items():
        if why := text_fault(name) or fault(value):
            raise _Fault(name, why)
    return metadata
