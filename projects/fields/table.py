"""A table: rows of cells, each a plain text."""

import json
from collections.abc import Sequence
from typing import Annotated, Any, Final, TypeAlias

from pydantic import AfterValidator, Field

from projects.fields.base import MAX_CHARACTERS, InvalidValue, Kind
from projects.kinds import Line, Settings
from projects.storable import InvalidJSON, fault, loads, text_fault

MAX_ROWS: Final = 500
MAX_COLUMNS: Final = 50
MAX_NAME: Final = 200
MAX_CELL: Final = 5_000

Rows: TypeAlias = list[list[Any]]


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) < len(names):
        raise ValueError("must not have the same column twice")
    return names


class TableSettings(Settings):
    """`columns`: those that are shown, in this order; without them, those of the value."""

    columns: Annotated[
        tuple[Line, ...], Field(max_length=MAX_COLUMNS, strict=False), AfterValidator(_distinct)
    ] = ()


class Table(Kind[TableSettings]):
    title = "Table"
    Settings = TableSettings

    def clean(self, settings: TableSettings, value: Any) -> dict[str, Any]:
        """{"columns": [name, ...], "rows": [[text, ...], ...]}, every row as long as the longest; of rows without
        names and settings without columns there are no columns. Jsonb keeps no order of keys, so objects are taken apart.
        """
        names, rows = _taken_apart(value)
        if settings.columns:
            rows = _picked(settings.columns, names, rows) if names else rows
            names = list(settings.columns)
        width = max([len(names), *map(len, rows)])
        if width > (len(names) or MAX_COLUMNS):
            raise InvalidValue(f"has a row of {width} cells; at most {len(names) or MAX_COLUMNS} are allowed")
        texts = [_texts(number, row, width) for number, row in enumerate(rows, start=1)]
        length = sum(map(len, names)) + sum(len(cell) for row in texts for cell in row)
        if length > MAX_CHARACTERS:
            raise InvalidValue(f"has {length} characters; at most {MAX_CHARACTERS} are allowed")
        return {"columns": names, "rows": texts}

    def parse(self, settings: TableSettings, text: str) -> dict[str, Any]:
        """A cell holds the table as JSON."""
        try:
            return self.clean(settings, loads(text))
        except InvalidJSON as error:
            raise InvalidValue(str(error)) from None

    def sample(self, settings: TableSettings) -> dict[str, Any]:
        names = list(settings.columns) or ["name", "value"]
        return {"columns": names, "rows": [["An example"] * len(names)]}


def _taken_apart(value: Any) -> tuple[list[str], Rows]:
    if isinstance(value, dict) and value.keys() == {"columns", "rows"}:
        names, rows = value["columns"], value["rows"]
        if not isinstance(names, list):
            raise InvalidValue("must have a list of columns")
        return _names(names), _lists(rows)
    if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
        names = _names(list(dict.fromkeys(name for row in value[: MAX_ROWS + 1] for name in row)))
        if not names:
            raise InvalidValue("has rows without a single cell")
        return names, [[row.get(name) for name in names] for row in _counted(value)]
    return [], _lists(value)


def _lists(rows: Any) -> Rows:
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        raise InvalidValue("must be a list of rows, either all objects or all lists")
    if not any(rows):
        raise InvalidValue("has rows without a single cell")
    return _counted(rows)


def _counted(rows: list[Any]) -> list[Any]:
    if len(rows) > MAX_ROWS:
        raise InvalidValue(f"has {len(rows)} rows; at most {MAX_ROWS} are allowed")
    return rows


def _names(names: list[Any]) -> list[str]:
    if len(names) > MAX_COLUMNS:
        raise InvalidValue(f"has {len(names)} columns; at most {MAX_COLUMNS} are allowed")
    for number, name in enumerate(names, start=1):
        if not isinstance(name, str) or not name.strip() or len(name) > MAX_NAME:
            raise InvalidValue(f"column {number}: the name must be a text of 1 to {MAX_NAME} characters")
        if why := text_fault(name):
            raise InvalidValue(f"column {number}: the name {why}")
    if len(set(names)) < len(names):
        raise InvalidValue("has the same column twice")
    return names


def _picked(wanted: Sequence[str], names: list[str], rows: Rows) -> Rows:
    if missing := [name for name in wanted if name not in names]:
        raise InvalidValue(f"has no column “{missing[0]}”")
    if any(len(row) > len(names) for row in rows):
        raise InvalidValue("has a row with more cells than there are columns")
    places = [names.index(name) for name in wanted]
    return [[row[place] if place < len(row) else None for place in places] for row in rows]


def _texts(number: int, row: list[Any], width: int) -> list[str]:
    return [_text(number, cell) for cell in row] + [""] * (width - len(row))


def _text(number: int, cell: Any) -> str:
    if not isinstance(cell, str | int | float | None):
        raise InvalidValue(f"row {number}: a cell must be a text, a number, true, false or nothing")
    if why := fault(cell):
        raise InvalidValue(f"row {number}: a cell {why}")
    text = "" if cell is None else cell if isinstance(cell, str) else json.dumps(cell)
    if len(text) > MAX_CELL:
        raise InvalidValue(f"row {number}: a cell has {len(text)} characters; at most {MAX_CELL} are allowed")
    return text
