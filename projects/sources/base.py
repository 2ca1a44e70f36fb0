"""What readers give, and the limits that keep their memory constant."""

from dataclasses import dataclass
from typing import Any, Final

MAX_ROW: Final = 8_000_000
"""Characters in one row, in all its cells and lines."""

MAX_CELL: Final = 1_000_000
"""Characters in one CSV cell."""

MAX_NAME: Final = 200
"""Characters in the name of a column; longer ones are most likely a first row without a header."""


class UnreadableFile(ValueError):
    """The file as a whole cannot be read, or not from here on; the message says why, for a person."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that could be read. From CSV all values are text, and an empty cell is "".

    `number` counts as the person who looks at the file does, from 1: in JSONL the lines of the file, blank
    ones included; in CSV the rows that a spreadsheet shows, so that the header is row 1, blank rows count,
    and a cell with line breaks is still in one row.
    """

    number: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be read, with the column at fault where it is known; both can be stored and shown.

    After a `fatal` one nothing more is read: what follows cannot be told apart.
    """

    number: int
    column: str | None
    reason: str
    fatal: bool = False
