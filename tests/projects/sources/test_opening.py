import codecs
import gzip
import io
import tracemalloc
from collections.abc import Iterator
from typing import BinaryIO, cast

import pytest

from projects.sources import BadRow, Row, UnreadableFile, read
from projects.sources.opening import open_text

LINES = "".join(f'{{"n": {n}}}\n' for n in range(1_000)).encode()


class Drip:
    """A stream that only reads, one byte at a time, as a slow socket may."""

    def __init__(self, data: bytes) -> None:
        self.bytes = io.BytesIO(data)

    def read(self, size: int = -1) -> bytes:
        return self.bytes.read(min(size, 1))


class Zeros:
    """`size` zero bytes, packed as they are read."""

    def __init__(self, size: int) -> None:
        self.blocks = self._pack(size)
        self.rest = b""

    def _pack(self, size: int) -> Iterator[bytes]:
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb") as file:
            for _ in range(size // 2**20):
                file.write(bytes(2**20))
                yield packed.getvalue()
                packed.seek(0)
                packed.truncate()
        yield packed.getvalue()

    def read(self, size: int = -1) -> bytes:
        while not self.rest and (block := next(self.blocks, None)) is not None:
            self.rest = block
        taken, self.rest = self.rest[:size], self.rest[size:]
        return taken


@pytest.mark.parametrize(
    "data",
    [
        "é\n".encode(),
        codecs.BOM_UTF8 + "é\n".encode(),
        codecs.BOM_UTF16_LE + "é\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "é\n".encode("utf-16-be"),
    ],
)
def test_encodings_are_told_by_their_mark(data: bytes) -> None:
    for packed in (data, gzip.compress(data), gzip.compress(data[:1]) + gzip.compress(data[1:])):
        assert open_text(io.BytesIO(packed)).read() == "é\n"
        assert open_text(cast("BinaryIO", Drip(packed))).read() == "é\n"


def test_the_stream_stays_open() -> None:
    for data in (LINES, gzip.compress(LINES)):
        stream = io.BytesIO(data)
        assert len(list(read(stream, "jsonl"))) == 1_000
        assert not stream.closed


@pytest.mark.parametrize("name", ["jsonl", "csv"])
@pytest.mark.parametrize("cut", [2, 5, 12, 200, -3])
def test_a_cut_gzip_file_ends_in_a_fatal_row(name: str, cut: int) -> None:
    packed = gzip.compress(LINES)[:cut]
    bad = list(read(io.BytesIO(packed), name))[-1]
    assert isinstance(bad, BadRow)
    assert bad.fatal
    assert bad.reason == "The gzip file is damaged or cut off."


def test_a_damaged_gzip_file_ends_in_a_fatal_row() -> None:
    packed = bytearray(gzip.compress(LINES))
    packed[-6] ^= 0xFF
    bad = list(read(io.BytesIO(bytes(packed)), "jsonl"))[-1]
    assert isinstance(bad, BadRow)
    assert bad.fatal


def test_broken_utf_16_ends_in_a_fatal_row() -> None:
    data = codecs.BOM_UTF16_LE + '{"a": 1}\n'.encode("utf-16-le") + b"\x00\xd8\x00"
    bad = list(read(io.BytesIO(data), "jsonl"))[-1]
    assert isinstance(bad, BadRow)
    assert (bad.fatal, bad.reason) == (True, "The file is not valid UTF-16.")


def test_what_unpacks_to_too_much_is_refused() -> None:
    packed = gzip.compress(LINES)
    assert open_text(io.BytesIO(packed), max_unpacked=len(LINES)).read() == LINES.decode()
    with pytest.raises(UnreadableFile, match="unpacks to more than is allowed"):
        open_text(io.BytesIO(packed), max_unpacked=len(LINES) - 1).read()


@pytest.mark.parametrize("name", ["jsonl", "csv"])
def test_a_bomb_costs_little_memory(name: str) -> None:
    tracemalloc.start()
    found = list(read(cast("BinaryIO", Zeros(200 * 2**20)), name))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert all(isinstance(row, BadRow) for row in found)
    assert len(found) == 1
    assert peak < 100 * 2**20


def test_a_long_file_costs_no_more_memory_than_a_short_one() -> None:
    def peak(lines: int) -> int:
        packed = io.BytesIO(gzip.compress(b'{"text": "%s"}\n' % (b"x" * 200) * lines))
        tracemalloc.start()
        assert sum(isinstance(row, Row) for row in read(packed, "jsonl")) == lines
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(20_000) < 2 * peak(1_000)
