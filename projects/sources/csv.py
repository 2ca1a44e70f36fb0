"""CSV with a header row, separated by commas, semicolons or tabs."""

import csv
from collections.abc import Iterator
from itertools import chain, islice
from threading import Lock
from typing import BinaryIO, Final

from projects.sources.base import MAX_CELL, MAX_NAME, MAX_ROW, BadRow, Row, UnreadableFile
from projects.sources.opening import bytes_fault, lines, open_text

DELIMITERS: Final = ",;\t"
SAMPLE_ROWS: Final = 20
SAMPLE_CHARACTERS: Final = 64_000


def rows(stream: BinaryIO) -> Iterator[Row | BadRow]:
    number, header = 0, None
    try:
        for number, cells in enumerate(_Records(lines(open_text(stream, newline=""))), start=1):
            if not any(cells):
                continue
            if header is not None:
                yield _row(number, header, cells)
                continue
            header = [name.strip() for name in cells]
            if bad := _bad_header(number, header):
                yield bad
                return
    except UnreadableFile as error:
        yield BadRow(number + 1, None, str(error), fatal=True)


def _bad_header(number: int, header: list[str]) -> BadRow | None:
    seen: set[str] = set()
    for position, name in enumerate(header, start=1):
        if not name:
            return BadRow(number, None, f"Column {position} has no name in the header.", fatal=True)
        if why := bytes_fault(name):
            return BadRow(number, None, f"The name of column {position} {why}.", fatal=True)
        if len(name) > MAX_NAME:
            reason = (
                f"The name of column {position} has more than {MAX_NAME} characters: is the header missing?"
            )
            return BadRow(number, None, reason, fatal=True)
        if name in seen:
            return BadRow(number, name, f"The header names “{name}” twice.", fatal=True)
        seen.add(name)
    return None


def _row(number: int, header: list[str], cells: list[str]) -> Row | BadRow:
    if len(cells) > len(header):
        reason = f"The row has {len(cells)} cells, the header has {len(header)}: is a quote missing?"
        return BadRow(number, None, reason)
    if len(cells) < len(header):
        missing = header[len(cells)]
        reason = f"The row has {len(cells)} cells, the header has {len(header)}: no cell for “{missing}”."
        return BadRow(number, missing, reason)
    for name, cell in zip(header, cells, strict=True):
        if len(cell) > MAX_CELL:
            return BadRow(
                number, name, f"The cell has {len(cell):,} characters; at most {MAX_CELL:,} are allowed."
            )
        if why := bytes_fault(cell):
            return BadRow(number, name, f"The cell {why}.")
    return Row(number, dict(zip(header, cells, strict=True)))


class _Records:
    """The rows of cells. Raises UnreadableFile where the quoting breaks: what follows cannot be told apart."""

    # The csv module has one limit on the length of a cell, for the whole process. It is raised only while a
    # row is parsed, and the lock keeps two readers from restoring each other's value.
    limit = Lock()

    def __init__(self, source: Iterator[str]) -> None:
        sample = list(_sample(source))
        self.source = chain(sample, source)
        self.reader = csv.reader(self._bounded(), delimiter=_delimiter(sample), strict=True)
        self.length = 0

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        self.length = 0
        with self.limit:
            usual = csv.field_size_limit(MAX_ROW + 1)
            try:
                return next(self.reader)
            except csv.Error as error:
                raise UnreadableFile(f"The quotes of this row are not in order: {error}.") from None
            finally:
                csv.field_size_limit(usual)

    def _bounded(self) -> Iterator[str]:
        for line in self.source:
            self.length += len(line)
            if self.length > MAX_ROW:
                raise UnreadableFile(
                    f"The row has more than {MAX_ROW:,} characters: is a closing quote missing?"
                )
            yield line


def _sample(source: Iterator[str]) -> Iterator[str]:
    length = 0
    for line in source:
        yield line
        length += len(line)
        if length > SAMPLE_CHARACTERS:
            return


def _delimiter(sample: list[str]) -> str:
    """The one that cuts most of the first rows into as many cells as the header, then into most cells."""
    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter))


def _fit(sample: list[str], delimiter: str) -> tuple[float, int]:
    widths = list(_widths(sample, delimiter))
    if not widths or widths[0] < 2:
        return 0, 0
    return widths.count(widths[0]) / len(widths), widths[0]


def _widths(sample: list[str], delimiter: str) -> Iterator[int]:
    try:
        for cells in islice(csv.reader(sample, delimiter=delimiter, strict=True), SAMPLE_ROWS):
            if any(cells):
                yield len(cells)
    except csv.Error:  # a sample that ends within a cell, or quotes that only make sense to another delimiter
        yield 0
