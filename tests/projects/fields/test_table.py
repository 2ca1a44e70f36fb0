import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.fields import InvalidSettings, InvalidValue, kind

TABLE = kind("table")
USUAL = TABLE.settings({})
NAMED = TABLE.settings({"columns": ["b", "a"]})

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
NAMES = TEXTS.filter(str.strip)
CELLS = (
    TEXTS
    | st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
)
TABLES = st.lists(st.dictionaries(NAMES, CELLS, min_size=1, max_size=4), min_size=1, max_size=5) | st.lists(
    st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5
)


@pytest.mark.parametrize(
    ("value", "columns", "rows"),
    [
        ([{"b": 1, "a": "x"}, {"a": None, "c": True}], ["b", "a", "c"], [["1", "x", ""], ["", "", "true"]]),
        ([[1, 2.5], ["x"]], [], [["1", "2.5"], ["x", ""]]),
        ({"columns": ["b", "a"], "rows": [[1], [2, 3]]}, ["b", "a"], [["1", ""], ["2", "3"]]),
        ({"columns": [], "rows": [["x"]]}, [], [["x"]]),
    ],
)
def test_rows_are_objects_or_lists(value: Any, columns: list[str], rows: list[list[str]]) -> None:
    assert TABLE.clean(USUAL, value) == {"columns": columns, "rows": rows}


def test_settings_pick_and_order_the_columns() -> None:
    assert TABLE.clean(NAMED, [{"a": 1, "c": 2, "b": 3}])["rows"] == [["3", "1"]]
    assert TABLE.clean(NAMED, [[3, 1], [4]]) == {"columns": ["b", "a"], "rows": [["3", "1"], ["4", ""]]}


@given(TABLES)
def test_cleaning_twice_changes_nothing_and_a_cell_holds_json(value: Any) -> None:
    once = TABLE.clean(USUAL, value)
    assert TABLE.clean(USUAL, once) == once
    assert TABLE.parse(USUAL, json.dumps(value)) == once
    assert len(once["rows"]) == len(value)
    assert len({len(row) for row in once["rows"]}) == 1
    assert all(isinstance(cell, str) for row in once["rows"] for cell in row)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "must be a list of rows"),
        ("a,b", "must be a list of rows"),
        ([], "must be a list of rows"),
        ({}, "must be a list of rows"),
        ({"a": 1}, "must be a list of rows"),
        ({"columns": ["a"], "rows": []}, "must be a list of rows"),
        ({"columns": "a", "rows": [["x"]]}, "must have a list of columns"),
        ([["x"], {"a": "x"}], "either all objects or all lists"),
        (["x"], "either all objects or all lists"),
        ([[]], "without a single cell"),
        ([{}], "without a single cell"),
        ([["x"]] * 501, "has 501 rows; at most 500"),
        ([{"a": 1}] * 501, "has 501 rows; at most 500"),
        ([list(range(51))], "has a row of 51 cells; at most 50"),
        ([{str(n): 1 for n in range(51)}], "has 51 columns; at most 50"),
        ({"columns": ["a"], "rows": [[1, 2]]}, "has a row of 2 cells; at most 1 are"),
        ({"columns": ["a", "a"], "rows": [[1, 2]]}, "the same column twice"),
        ({"columns": [["a"]], "rows": [[1]]}, "column 1: the name must be a text"),
        ([{" ": 1}], "column 1: the name must be a text of 1 to 200"),
        ([{"n" * 201: 1}], "column 1: the name must be a text of 1 to 200"),
        ([{"a\0": 1}], "column 1: the name contains a NUL"),
        ([["x"], [["y"]]], "row 2: a cell must be a text"),
        ([{"a": {"b": 1}}], "row 1: a cell must be a text"),
        ([["\0"]], "row 1: a cell contains a NUL"),
        ([["\ud800"]], "row 1: a cell is not valid Unicode"),
        ([[float("nan")]], "row 1: a cell holds a number that is not finite"),
        ([[10**30]], "row 1: a cell holds a number beyond 64 bits"),
        ([["x" * 5_001]], "row 1: a cell has 5001 characters; at most 5000"),
        ([["x" * 5_000]] * 41, "has 205000 characters; at most 200000"),
    ],
)
def test_what_is_no_table_is_refused(value: Any, message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        TABLE.clean(USUAL, value)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([{"a": 1}], "has no column “b”"),
        ([[1, 2, 3]], "has a row of 3 cells; at most 2"),
        ({"columns": ["a", "b"], "rows": [[1, 2, 3]]}, "more cells than there are columns"),
    ],
)
def test_a_table_must_have_the_columns_of_the_settings(value: Any, message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        TABLE.clean(NAMED, value)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("a;b", "is not valid JSON"),
        ('[{"a": 1, "a": 2}]', "has the key “a” twice"),
        ("[" * 10_000, "nested deeper"),
        ("[[NaN]]", "not a JSON number"),
    ],
)
def test_a_cell_without_a_table_is_refused(cell: str, message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        TABLE.parse(USUAL, cell)


def test_settings() -> None:
    assert TABLE.settings(NAMED.model_dump(mode="json")) == NAMED
    with pytest.raises(InvalidSettings, match="columns: must not have the same column twice"):
        TABLE.settings({"columns": ["a", "a"]})
    with pytest.raises(InvalidSettings, match="columns: must have at most 50 entries"):
        TABLE.settings({"columns": [str(n) for n in range(51)]})
