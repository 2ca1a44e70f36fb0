from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from labeling.client import Client, NotFound
from tests.scripted import Server


class Breaking(httpx.SyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        yield b'{"id": 1}\n'
        raise httpx.ReadError("connection reset")


def test_an_export_is_written_as_it_comes(client: Client, server: Server, tmp_path: Path):
    server.script = [httpx.Response(200, stream=httpx.ByteStream(b'{"id": 1}\n{"id": 2}\n'))]
    file = client.project(7).export("consensus", tmp_path / "out.jsonl")
    assert file.read_text() == '{"id": 1}\n{"id": 2}\n'
    assert server.paths == ["GET /api/v1/projects/7/export/consensus.jsonl"]


def test_what_does_not_count_is_there_if_asked_for(client: Client, server: Server, tmp_path: Path):
    server.says(200, {})
    client.project(7).export("responses", tmp_path / "all.csv", format="csv", surplus=True, controls=True)
    assert server.paths == ["GET /api/v1/projects/7/export/responses.csv?surplus=1&controls=1"]


def test_one_that_breaks_off_leaves_what_was_there(client: Client, server: Server, tmp_path: Path):
    target = tmp_path / "out.csv"
    target.write_text("yesterday's")
    server.script = [httpx.Response(200, stream=Breaking())]
    with pytest.raises(httpx.ReadError):
        client.project(7).export("responses", target, format="csv")
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert target.read_text() == "yesterday's"


def test_a_refusal_is_an_error_and_no_file(client: Client, server: Server, tmp_path: Path):
    server.says(
        404, {"type": "urn:quorum:not-found", "title": "Not Found", "status": 404, "detail": "Not found."}
    )
    with pytest.raises(NotFound):
        client.project(7).export("responses", tmp_path / "out.jsonl")
    assert list(tmp_path.iterdir()) == []
