from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.fields import MAX_CHARACTERS, InvalidSettings, InvalidValue, kind

HTML = kind("html")
USUAL = HTML.settings({})


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_it_is_kept_as_it_is(text: str) -> None:
    assert HTML.parse(USUAL, text) == HTML.clean(USUAL, text) == text


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "must be HTML, as text"),
        (7, "must be HTML, as text"),
        (["<p>"], "must be HTML, as text"),
        ("<p>\0", "contains a NUL"),
        ("<p>\ud800", "is not valid Unicode"),
        ("x" * (MAX_CHARACTERS + 1), "has 200001 characters; at most 200000"),
    ],
)
def test_what_is_no_text_is_refused(value: Any, message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        HTML.clean(USUAL, value)


@pytest.mark.parametrize("height", [99, 2_001, "480", 100.5, True])
def test_the_frame_has_a_height_within_reason(height: Any) -> None:
    assert HTML.settings({"height": 100}).height == 100
    with pytest.raises(InvalidSettings, match="height: must be"):
        HTML.settings({"height": height})
