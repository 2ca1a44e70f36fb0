"""Files of rows, CSV or one JSON object a line, plain or gzipped, read a chunk of columns at a time."""

import csv
import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import IO, NamedTuple, cast

CHUNK = 2_000  # more rows at a time keep the garbage collector busy
GZIP = b"\x1f\x8b"
CELL = 40  # characters of a cell that a message shows

Progress = Callable[[int], None]
"""Is told how many bytes of the file have been read."""


class BadFile(Exception):
    """The message says what is wrong with a file, and where."""


class Chunk(NamedTuple):
    """Some rows' wanted columns, and their numbers in the file, where the heading is row 1 (JSON lines have none)."""

    rows: Sequence[int]
    columns: list[list[str]]

    def wrong(self, place: int, why: str) -> BadFile:
        return BadFile(f"row {self.rows[place]}: {why}")


class _Lines(NamedTuple):
    heading: list[str]
    rows: Iterator[list[str]]
    first: int


def chunks(path: Path, wanted: Sequence[Sequence[str]], progress: Progress) -> Iterator[Chunk]:
    """The columns of a file in the order of `wanted`, which gives the names each may have, the preferred one first.

    Blank rows are passed over. BadFile where a column is missing, or a cell missing or empty; read within `refusals`.
    """
    with path.open("rb") as raw:
        text = TextIOWrapper(_unzipped(raw), encoding="utf-8-sig", newline="")
        lines = _json_lines(text) if ".jsonl" in path.suffixes else _csv_lines(text)
        places = [_place(lines.heading, names) for names in wanted]
        number = lines.first
        while part := _part(lines.rows, number):
            yield _chunk(part, range(number, number + len(part)), places, lines.heading)
            number += len(part)
            progress(raw.tell())


def quoted(cell: str) -> str:
    """A cell as a message may show it: short, and without characters that a terminal obeys."""
    return repr(cell if len(cell) <= CELL else cell[:CELL] + "…")


def _part(rows: Iterator[list[str]], number: int) -> list[list[str]]:
    part: list[list[str]] = []
    try:
        part.extend(islice(rows, CHUNK))
    except csv.Error as error:  # what came before it is in the list
        raise BadFile(f"row {number + len(part)}: {error}") from error
    return part


def _chunk(part: list[list[str]], rows: Sequence[int], places: list[int], heading: list[str]) -> Chunk:
    if [] in part:
        rows = [number for number, row in zip(rows, part, strict=True) if row]
        part = [row for row in part if row]
    if part and min(map(len, part)) <= max(places):
        short = next(place for place, row in enumerate(part) if len(row) <= max(places))
        raise BadFile(f"row {rows[short]}: it has {len(part[short])} of {len(heading)} cells")
    chunk = Chunk(rows, [list(map(itemgetter(place), part)) for place in places])
    for place, column in zip(places, chunk.columns, strict=True):
        if "" in column:
            raise chunk.wrong(column.index(""), f"{heading[place]} is empty")
    return chunk


def _place(heading: list[str], names: Sequence[str]) -> int:
    for name in names:
        if name in heading:
            return heading.index(name)
    found = ", ".join(map(quoted, heading[:20])) or "none"
    raise BadFile(f"there is no column {' or '.join(names)}; its columns are {found}")


def _unzipped(raw: IO[bytes]) -> IO[bytes]:
    magic = raw.read(len(GZIP))
    raw.seek(0)
    return cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if magic == GZIP else raw


def _csv_lines(text: TextIOWrapper) -> _Lines:
    rows = csv.reader(text, strict=True)
    heading = [name.strip() for name in next(rows, [])]
    return _Lines(heading, rows, first=2)


def _json_lines(text: TextIOWrapper) -> _Lines:
    objects = map(_object, enumerate(text, start=1))
    first = next(objects, {})
    heading = list(first)
    rows = ([_cell(one.get(name)) for name in heading] if one else [] for one in chain([first], objects))
    return _Lines(heading, rows, first=1)


def _object(line: tuple[int, str]) -> dict[str, object]:
    number, text = line
    if not text.strip():
        return {}
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadFile(f"row {number}: it is no JSON") from error
    if not isinstance(found, dict):
        raise BadFile(f"row {number}: it is no JSON object")
    return found


def _cell(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """What reading can fail with, said as BadFile; each message begins with the file's name."""
    try:
        yield
    except BadFile as error:
        raise BadFile(f"{path.name}: {error}") from error.__cause__
    except csv.Error as error:
        raise BadFile(f"{path.name}: row 1: {error}") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadFile(f"{path.name}: it is not whole, or no gzip file: {error}") from error
    except OSError as error:
        raise BadFile(f"{path.name}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise BadFile(f"{path.name}: it is not UTF-8 text, at byte {error.start} of a block") from error
