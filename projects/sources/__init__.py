"""Readers of files to import, one file per format; all stream, in constant memory."""

import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import BinaryIO, Final

from projects.sources import csv, jsonl
from projects.sources.base import BadRow, Row, UnreadableFile
from projects.sources.opening import GZIP, UTF_16

__all__ = ["FORMATS", "BadRow", "Row", "UnreadableFile", "read", "sniff"]

FORMATS: Final[dict[str, Callable[[BinaryIO], Iterator[Row | BadRow]]]] = {
    "jsonl": jsonl.rows,
    "csv": csv.rows,
}
ENDINGS: Final = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".tab": "csv"}
BINARIES: Final = {
    b"PK\x03\x04": "a spreadsheet or a ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"PAR1": "a Parquet file",
}


def read(stream: BinaryIO, format: str) -> Iterator[Row | BadRow]:  # noqa: A002
    """The rows of a stream, good and bad, in order; the stream may be gzipped, and is left open.

    What is wrong with the file is a BadRow too, a fatal one, so nothing is raised for bad input.
    """
    return FORMATS[format](stream)


def sniff(filename: str, head: bytes) -> str:
    """The format of a file, from its name and its first few kilobytes. Raises UnreadableFile."""
    packed = head.startswith(GZIP)
    text = _text(_unpack(head) if packed else head)
    start = text.lstrip("\ufeff \t\r\n")
    if not start:
        raise UnreadableFile("The file is empty.")
    name = PurePath(filename.lower().removesuffix(".gz"))
    if start.startswith("[") and ENDINGS.get(name.suffix) != "csv":
        raise UnreadableFile("This is a JSON list: write one object per line (JSONL) instead.")
    return ENDINGS.get(name.suffix) or ("jsonl" if start.startswith("{") else "csv")


def _unpack(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 65_536)
    except zlib.error:
        raise UnreadableFile("The gzip file is damaged.") from None


def _text(head: bytes) -> str:
    for magic, what in BINARIES.items():
        if head.startswith(magic):
            raise UnreadableFile(f"This is {what}: save it as CSV or JSONL.")
    if head[:2] in UTF_16:
        return head.decode("utf-16", errors="replace")
    if b"\0" in head:
        raise UnreadableFile("This is not a text file: save it as CSV or JSONL, in UTF-8.")
    return head.decode(errors="replace")
