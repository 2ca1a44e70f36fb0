import io

import pytest

from labeling.actions.assignment.wanted import Wanted, pasted, table
from labeling.errors import UnreadableTable
from projects.sources import BadRow


def good(text):
    """The rows of a pasted text, all of which can be read."""
    rows = pasted(text)
    assert all(isinstance(row, Wanted) for row in rows), rows
    return rows


@pytest.mark.parametrize(
    "text",
    [
        "r1,ann\nr2,ben",
        "\nr1 , ann\r\n\r\nr2,ben\r\n\n",
        "r1;ann\nr2;ben",
        "r1\tann\nr2\tben",
        "record,annotator\nr1,ann\nr2,ben",
        'Annotator;"Record"\nann;r1\nben;r2\n',
    ],
)
def test_what_people_paste(text):
    assert [(row.record, row.annotator) for row in good(text)] == [("r1", "ann"), ("r2", "ben")]


def test_rows_are_numbered_as_the_lines_that_were_pasted():
    assert [row.row for row in good("r1,ann\n\nr2,ann")] == [1, 3]
    assert [row.row for row in good("record,annotator\nr1,ann")] == [2]


def test_a_line_with_one_cell_is_a_bad_row():
    first, bad = pasted("r1,ann\nr2")
    assert isinstance(first, Wanted)
    assert isinstance(bad, BadRow)
    assert (bad.number, bad.column) == (2, "annotator")
    assert "header" not in bad.reason


def test_nothing_pasted():
    with pytest.raises(UnreadableTable, match="row 1: There is no row in it"):
        pasted(" \n")


def test_a_quote_that_does_not_close_is_said_with_its_line():
    with pytest.raises(UnreadableTable, match="row 2: The quotes"):
        pasted('r1,ann\n"r2,ann')


def test_a_table_is_numbered_as_a_spreadsheet_does():
    rows = table(io.BytesIO("\ufeffnote;record;annotator\r\nx;r1;ann\r\n".encode()))
    assert rows == [Wanted(2, "r1", "ann")]


def test_a_table_without_the_columns():
    with pytest.raises(UnreadableTable, match="There is no column called annotator"):
        table(io.BytesIO(b"record,person\nr1,ann\n"))
