import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.storable import MAX_DEPTH, MAX_INTEGER, InvalidJSON, fault, loads

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER - 1, MAX_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
DOCUMENTS = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=20)


@given(DOCUMENTS)
def test_what_json_can_write_is_read_back_and_storable(document: Any) -> None:
    assert fault(document) is None
    assert loads(json.dumps(document)) == document


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not valid JSON: Expecting value"),
        ('{"a": 1', "is not valid JSON: Expecting ',' delimiter"),
        ('{"a": 1, "a": 2}', "has the key “a” twice"),
        ('[{"b": {"\\u0000": 1, "\\u0000": 2}}]', "has a key twice"),
        ('{"a": NaN}', "holds NaN, which is not a JSON number"),
        ("[-Infinity]", "holds -Infinity"),
        ("1e999", "holds a number that is too large"),
        ("9" * 21, "holds a number beyond 64 bits"),
        ("1" * 5_000, "holds a number beyond 64 bits"),
        ("[" * 100_000, "is nested deeper than 50 levels"),
    ],
)
def test_what_is_not_plain_json_is_refused(text: str, message: str) -> None:
    with pytest.raises(InvalidJSON, match=message):
        loads(text)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("a\0", "contains a NUL character"),
        ({"k\0": 1}, "contains a NUL character"),
        ([["é\ud800"]], "is not valid Unicode (character 2)"),
        (MAX_INTEGER + 1, "holds a number beyond 64 bits: write it as text"),
        (-MAX_INTEGER - 2, "holds a number beyond 64 bits: write it as text"),
        ([float("nan")], "holds a number that is not finite"),
        ({"a": {1, 2}}, "holds a set, which JSON cannot carry"),
    ],
)
def test_what_cannot_be_stored_is_named(value: Any, message: str) -> None:
    assert fault(value) == message


def test_depth_is_limited() -> None:
    def nested(levels: int) -> Any:
        return [nested(levels - 1)] if levels else "x"

    assert fault(nested(MAX_DEPTH)) is None
    assert fault(nested(MAX_DEPTH + 1)) == "is nested deeper than 50 levels"
