"""From an uploaded byte stream to lines of text: gzip, byte order marks, encodings, bounded memory."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final, TextIO

from projects.sources.base import MAX_ROW, UnreadableFile
from projects.storable import text_fault

GZIP: Final = b"\x1f\x8b"
UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MAX_UNPACKED: Final = 2 * 1024**3
"""Bytes that a gzip file may unpack to."""


def open_text(stream: BinaryIO, *, newline: str | None = None, max_unpacked: int = MAX_UNPACKED) -> TextIO:
    """The text of a stream: UTF-8, or UTF-16 where a byte order mark says so, gzipped or not.

    Needs only `stream.read(size)`, never seeks, and leaves the stream open. Bytes that are not UTF-8 become
    lone surrogates, which `text_fault` finds, so that one bad row does not take the file down.
    """
    packed = io.BufferedReader(_Bytes(stream))
    if packed.peek(2)[:2] == GZIP:
        unpacked = gzip.GzipFile(fileobj=packed, mode="rb")
        data = io.BufferedReader(_Bytes(unpacked, limit=max_unpacked))
    else:
        data = packed
    if data.peek(2)[:2] in UTF_16:
        return io.TextIOWrapper(data, "utf-16", newline=newline)
    return io.TextIOWrapper(data, "utf-8-sig", errors="surrogateescape", newline=newline)


def lines(text: TextIO) -> Iterator[str]:
    """The lines with their ends. Of a line longer than MAX_ROW only the first MAX_ROW + 1 characters.

    Raises UnreadableFile where the file breaks off.
    """
    while line := _line(text):
        yield line
        while len(line) > MAX_ROW and not line.endswith(("\n", "\r")):
            line = _line(text)


def bytes_fault(text: str) -> str | None:
    """Why a piece of what `open_text` gave cannot be used, or None."""
    why = text_fault(text)
    if why and (odd := next((c for c in text if "\udc80" <= c <= "\udcff"), None)):
        return f"is not UTF-8 (byte {ord(odd) - 0xDC00:#04x}): save the file as UTF-8"
    return why


class _Bytes(io.RawIOBase):
    """Reads another stream in full blocks, up to a limit, and never closes it."""

    def __init__(self, stream: BinaryIO | gzip.GzipFile, limit: int | None = None) -> None:
        self.stream, self.left = stream, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        filled = 0
        while filled < len(buffer) and (block := self._read(len(buffer) - filled)):
            buffer[filled : filled + len(block)] = block
            filled += len(block)
        if self.left is not None:
            self.left -= filled
            if self.left < 0:
                raise UnreadableFile("The file unpacks to more than is allowed.")
        return filled

    def _read(self, size: int) -> bytes:
        try:
            return self.stream.read(size)
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise UnreadableFile("The gzip file is damaged or cut off.") from None


def _line(text: TextIO) -> str:
    try:
        return text.readline(MAX_ROW + 1)
    except UnicodeDecodeError:
        raise UnreadableFile("The file is not valid UTF-16.") from None
