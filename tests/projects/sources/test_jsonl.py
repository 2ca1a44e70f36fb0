import gzip
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.sources import BadRow, Row, read
from projects.sources.base import MAX_NAME, MAX_ROW

STORABLE = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
NAMES = STORABLE.filter(lambda name: 1 <= len(name.strip()) <= MAX_NAME)
OBJECTS = st.dictionaries(
    NAMES, st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | STORABLE | st.lists(STORABLE)
)


def rows(data: bytes) -> list[Row | BadRow]:
    return list(read(io.BytesIO(data), "jsonl"))


def only(data: bytes) -> BadRow:
    [bad] = rows(data)
    assert isinstance(bad, BadRow)
    return bad


@given(
    st.lists(OBJECTS),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read(
    objects: list[dict[str, Any]], escaped: bool, end: str, encoding: str
) -> None:
    text = end.join(json.dumps(value, ensure_ascii=escaped) for value in objects)
    expected = [Row(number, value) for number, value in enumerate(objects, start=1)]
    assert rows(text.encode(encoding)) == expected
    assert rows(gzip.compress(text.encode(encoding))) == expected


def test_blank_lines_are_skipped_and_counted() -> None:
    assert rows(b'\n{"a": 1}\r\n \t\n\n{"a": 2}') == [Row(2, {"a": 1}), Row(5, {"a": 2})]


def test_an_empty_file_has_no_rows() -> None:
    assert rows(b"") == []
    assert rows(gzip.compress(b"")) == []


def test_a_bad_line_does_not_hide_the_good_ones() -> None:
    good, bad, also_good = rows(b'{"a": 1}\n{"a": \xff}\n{"a": 3}\n')
    assert (good, also_good) == (Row(1, {"a": 1}), Row(3, {"a": 3}))
    assert bad == BadRow(2, None, "The line is not UTF-8 (byte 0xff): save the file as UTF-8.")


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (b"[1, 2]", None, "is not a JSON object"),
        (b'"a"', None, "is not a JSON object"),
        (b"null", None, "is not a JSON object"),
        (b'{"a": 1', None, "is not valid JSON"),
        (b"{'a': 1}", None, "is not valid JSON"),
        (b'{"a": 1}{"a": 2}', None, "is not valid JSON: Extra data"),
        (b'{"a": 1, "b": 2, "a": 3}', None, "has the key “a” twice"),
        (b'{"a": NaN}', None, "holds NaN"),
        (b'{"a": [Infinity]}', None, "holds Infinity"),
        (b'{"a": 1e400}', None, "too large"),
        (b'{"a": "x\0"}', None, "contains a NUL"),
        (b'{"id": 1, "a": "x\\u0000"}', "a", "The value contains a NUL"),
        (b'{"id": 1, "a": ["\\ud800"]}', "a", "The value is not valid Unicode"),
        (b'{"a": ' + b"[" * 60 + b"]" * 60 + b"}", "a", "nested deeper than 50"),
        (b'{"a": 12345678901234567890}', "a", "beyond 64 bits"),
        (b'{" ": 1}', None, "has a key that is not a text of 1 to 200"),
        (b'{"\\u0000": 1}', None, "has a key that is not a text of 1 to 200"),
        (b'{"' + b"k" * 201 + b'": 1}', None, "has a key that is not a text of 1 to 200"),
    ],
)
def test_a_bad_line_says_what_is_wrong(line: bytes, column: str | None, reason: str) -> None:
    bad = only(line)
    assert (bad.number, bad.column, bad.fatal) == (1, column, False)
    assert reason in bad.reason


def test_an_endless_line_is_passed_over() -> None:
    long = b'{"a": "' + b"x" * (3 * MAX_ROW) + b'"}'
    bad, good = rows(long + b'\n{"a": 1}')
    assert bad == BadRow(1, None, "The line has more than 8,000,000 characters.")
    assert good == Row(2, {"a": 1})
    assert only(long).number == 1


def test_rows_are_read_as_they_are_asked_for() -> None:
    stream = io.BytesIO(b'{"a": "%s"}\n' % (b"x" * 1_000) * 1_000)
    found = read(stream, "jsonl")
    assert isinstance(next(found), Row)
    assert stream.tell() < 100_000
