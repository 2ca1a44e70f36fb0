import csv
import gzip
import io
import threading
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from projects.sources import BadRow, Row, read
from projects.sources.base import MAX_CELL, MAX_ROW

CELLS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)


def rows(data: bytes | str) -> list[Row | BadRow]:
    return list(read(io.BytesIO(data.encode() if isinstance(data, str) else data), "csv"))


def last(data: bytes | str) -> BadRow:
    bad = rows(data)[-1]
    assert isinstance(bad, BadRow)
    return bad


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 4))
    return draw(st.lists(st.lists(CELLS, min_size=width, max_size=width).filter(any), max_size=8))


@given(
    tables(),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read(table: list[list[str]], delimiter: str, end: str, encoding: str) -> None:
    header = ["id", "first text", "zweiter", "наконец"][: len(table[0])] if table else ["id", "text"]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([header, *table])
    data = buffer.getvalue().encode(encoding)
    expected = [
        Row(number, dict(zip(header, cells, strict=True))) for number, cells in enumerate(table, start=2)
    ]
    assert rows(data) == expected
    assert rows(gzip.compress(data)) == expected


@given(tables(), st.sampled_from(",;\t"))
def test_minimal_quoting_is_read_too(table: list[list[str]], delimiter: str) -> None:
    assume(table)
    header = ["id", "text", "score", "note"][: len(table[0])]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows([header, *table])
    assert [row.values for row in rows(buffer.getvalue()) if isinstance(row, Row)] == [
        dict(zip(header, cells, strict=True)) for cells in table
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("text;label\nOne, two;1\n", {"text": "One, two", "label": "1"}),
        ("text;label, or none\nOne, two, three;1\n", {"text": "One, two, three", "label, or none": "1"}),
        ("text\tlabel\nOne, two; three\t1\n", {"text": "One, two; three", "label": "1"}),
        ('"a;b","c"\n"1;2","3;4"\n', {"a;b": "1;2", "c": "3;4"}),
        ('text\n"One, two"\n', {"text": "One, two"}),
        ("text\nOne\n", {"text": "One"}),
    ],
)
def test_the_delimiter_is_found(text: str, values: dict[str, str]) -> None:
    assert rows(text) == [Row(2, values)]


def test_rows_are_counted_as_a_spreadsheet_shows_them() -> None:
    text = '\nid,text\n1,"two\nlines"\n\n,\n2,x\n'
    assert rows(text) == [Row(3, {"id": "1", "text": "two\nlines"}), Row(6, {"id": "2", "text": "x"})]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do_and_those_in_cells_stay(end: str) -> None:
    text = end.join(["id,text", '1,"a\r\nb"', "2,c"])
    assert rows(text) == [Row(2, {"id": "1", "text": "a\r\nb"}), Row(3, {"id": "2", "text": "c"})]


def test_ragged_rows_are_bad_and_the_others_good() -> None:
    few, many, good = rows("id,text,label\n1,x\n2,x,y,z\n3,x,y\n")
    assert few == BadRow(2, "label", "The row has 2 cells, the header has 3: no cell for “label”.")
    assert many == BadRow(3, None, "The row has 4 cells, the header has 3: is a quote missing?")
    assert good == Row(4, {"id": "3", "text": "x", "label": "y"})


@pytest.mark.parametrize(
    ("data", "column", "reason"),
    [
        (b"id,text,id\n1,x,2\n", "id", "The header names “id” twice."),
        (b"id,text, id \n1,x,2\n", "id", "The header names “id” twice."),
        (b"id,,text\n1,x,2\n", None, "Column 2 has no name in the header."),
        (b"id,t\0\n1,x\n", None, "The name of column 2 contains a NUL character."),
        (b"id,t\xff\n1,x\n", None, "The name of column 2 is not UTF-8 (byte 0xff): save the file as UTF-8."),
        (
            b"id," + b"t" * 201 + b"\n1,x\n",
            None,
            "The name of column 2 has more than 200 characters: is the header missing?",
        ),
    ],
)
def test_a_bad_header_ends_the_reading(data: bytes, column: str | None, reason: str) -> None:
    assert rows(data) == [BadRow(1, column, reason, fatal=True)]


def test_a_bad_cell_is_named_by_row_and_column() -> None:
    assert rows(b"id,text\n1,caf\xe9\n2,a\0b\n3,ok\n") == [
        BadRow(2, "text", "The cell is not UTF-8 (byte 0xe9): save the file as UTF-8."),
        BadRow(3, "text", "The cell contains a NUL character."),
        Row(4, {"id": "3", "text": "ok"}),
    ]


def test_a_cell_longer_than_the_csv_module_allows_is_read_and_its_limit_left_alone() -> None:
    usual = csv.field_size_limit()
    text = "x" * (usual + 1)
    assert rows(f"id,text\n1,{text}\n") == [Row(2, {"id": "1", "text": text})]
    assert csv.field_size_limit() == usual


def test_an_over_long_cell_is_bad_and_the_next_row_good() -> None:
    bad, good = rows(f"id,text\n1,{'x' * (MAX_CELL + 1)}\n2,ok\n")
    assert bad == BadRow(2, "text", "The cell has 1,000,001 characters; at most 1,000,000 are allowed.")
    assert good == Row(3, {"id": "2", "text": "ok"})


def test_broken_quotes_end_the_reading_at_their_row() -> None:
    found = rows('id,text\n1,ok\n2,"say "hi", please"\n3,ok\n')
    assert found[0] == Row(2, {"id": "1", "text": "ok"})
    [bad] = found[1:]
    assert isinstance(bad, BadRow)
    assert (bad.number, bad.fatal) == (3, True)
    assert "quotes of this row" in bad.reason


def test_an_unclosed_quote_is_noticed_at_the_end() -> None:
    bad = last('id,text\n1,"open\n2,x\n')
    assert (bad.number, bad.fatal) == (2, True)
    assert "quotes of this row" in bad.reason


@pytest.mark.parametrize("line", [b"x" * 999 + b"\n", b"x" * (MAX_ROW * 2)])
def test_an_unclosed_quote_does_not_swallow_the_file(line: bytes) -> None:
    stream = io.BytesIO(b'id,text\n1,ok\n2,"' + line * (3 * MAX_ROW // len(line) + 1))
    *_, bad = read(stream, "csv")
    assert isinstance(bad, BadRow)
    assert (bad.number, bad.fatal) == (3, True)
    assert "more than 8,000,000 characters" in bad.reason


def test_an_empty_file_has_no_rows() -> None:
    assert rows("") == rows("\n\n") == rows("id,text\n") == []


def test_readers_in_many_threads_do_not_disturb_each_other() -> None:
    usual = csv.field_size_limit()
    data = "id,text\n" + "".join(f"{n},{'x' * (usual + n)}\n" for n in range(1, 40))
    results: list[Any] = []
    threads = [threading.Thread(target=lambda: results.append(rows(data))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    assert all(isinstance(row, Row) for result in results for row in result)
    assert csv.field_size_limit() == usual


def test_rows_are_read_as_they_are_asked_for() -> None:
    stream = io.BytesIO(b"id,text\n" + b"1,xxxxxxxxxxxxxxxxxxxxxxx\n" * 100_000)
    assert isinstance(next(read(stream, "csv")), Row)
    assert stream.tell() < 200_000
