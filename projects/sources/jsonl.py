"""JSON lines, also called NDJSON: one object per line."""

from collections.abc import Iterator
from typing import BinaryIO

from projects.sources.base import MAX_NAME, MAX_ROW, BadRow, Row, UnreadableFile
from projects.sources.opening import bytes_fault, lines, open_text
from projects.storable import InvalidJSON, fault, loads, text_fault

BLANK = " \t\r\n"


def rows(stream: BinaryIO) -> Iterator[Row | BadRow]:
    number = 0
    try:
        for number, line in enumerate(lines(open_text(stream)), start=1):
            if line.strip(BLANK):
                yield _row(number, line)
    except UnreadableFile as error:
        yield BadRow(number + 1, None, str(error), fatal=True)


def _row(number: int, line: str) -> Row | BadRow:
    if len(line) > MAX_ROW:
        return BadRow(number, None, f"The line has more than {MAX_ROW:,} characters.")
    if why := bytes_fault(line):
        return BadRow(number, None, f"The line {why}.")
    try:
        values = loads(line)
    except InvalidJSON as error:
        return BadRow(number, None, f"The line {error}.")
    if not isinstance(values, dict):
        return BadRow(number, None, 'The line is not a JSON object, such as {"text": "..."}.')
    for name, value in values.items():
        if not 1 <= len(name.strip()) <= MAX_NAME or text_fault(name):
            return BadRow(
                number, None, f"The line has a key that is not a text of 1 to {MAX_NAME} characters."
            )
        if why := fault(value):
            return BadRow(number, name, f"The value {why}.")
    return Row(number, values)
