import gzip

import pytest

from projects.sources import FORMATS, UnreadableFile, sniff


@pytest.mark.parametrize(
    ("filename", "head", "expected"),
    [
        ("a.jsonl", b'{"a": 1}\n', "jsonl"),
        ("a.NDJSON", b'{"a": 1}\n', "jsonl"),
        ("a.json", b'\xef\xbb\xbf {"a": 1}\n', "jsonl"),
        ("a.csv", b"{id},text\n", "csv"),
        ("a.csv", b"[id],text\n", "csv"),
        ("a.tsv", b"id\ttext\n", "csv"),
        ("a.txt", b"id,text\n", "csv"),
        ("upload", b'{"a": 1}', "jsonl"),
        ("upload", "é,ü\n".encode("utf-16"), "csv"),
        ("a.jsonl.gz", gzip.compress(b'{"a": 1}\n', mtime=0), "jsonl"),
        ("a.csv.gz", gzip.compress(b"id,text\n", mtime=0), "csv"),
        ("a.gz", gzip.compress(b'{"a": 1}\n' * 100_000, mtime=0)[:100], "jsonl"),
        ("a.csv", "id,é".encode()[:-1], "csv"),
    ],
)
def test_the_format_is_known_by_name_and_content(filename: str, head: bytes, expected: str) -> None:
    assert sniff(filename, head) == expected
    assert expected in FORMATS


@pytest.mark.parametrize(
    ("filename", "head", "message"),
    [
        ("a.csv", b"", "The file is empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n \n", "The file is empty"),
        ("a.jsonl.gz", gzip.compress(b"", mtime=0), "The file is empty"),
        ("a.json", b'\n[{"a": 1}]', "JSON list: write one object per line"),
        ("a.jsonl", b"[\n", "JSON list: write one object per line"),
        ("a.csv", b"PK\x03\x04...", "a spreadsheet or a ZIP archive: save it as CSV or JSONL"),
        ("a.csv", b"PAR1...", "a Parquet file"),
        ("a.csv", b"\x89PNG\0\0", "not a text file"),
        ("a.csv.gz", b"\x1f\x8b\xff\xff\xff", "gzip file is damaged"),
    ],
)
def test_what_cannot_be_read_is_explained(filename: str, head: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        sniff(filename, head)
