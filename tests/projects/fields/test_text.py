from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.fields import MAX_CHARACTERS, InvalidSettings, InvalidValue, kind

TEXT = kind("text")
PLAIN = TEXT.settings({})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  as it is \r\n", "  as it is \r\n"),
        ("", ""),
        (7, "7"),
        (1.5, "1.5"),
        (2.0, "2.0"),
        (True, "true"),
        (False, "false"),
    ],
)
def test_scalars_become_text_as_json_writes_them(value: Any, text: str) -> None:
    assert TEXT.clean(PLAIN, value) == text


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "must be text"),
        (["a"], "must be text"),
        ({"a": 1}, "must be text"),
        (float("nan"), "not finite"),
        (10**50, "beyond 64 bits"),
        ("a\0b", "contains a NUL character"),
        ("a\ud800", "is not valid Unicode"),
        ("é" * (MAX_CHARACTERS + 1), "has 200001 characters; at most 200000 are allowed"),
    ],
)
def test_what_is_no_text_is_refused(value: Any, message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        TEXT.clean(PLAIN, value)


def test_the_longest_value_fits() -> None:
    assert len(TEXT.clean(PLAIN, "é" * MAX_CHARACTERS)) == MAX_CHARACTERS


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_a_cell_is_the_text_itself(text: str) -> None:
    assert TEXT.parse(PLAIN, text) == TEXT.clean(PLAIN, text) == text


def test_markdown_is_a_choice() -> None:
    assert not PLAIN.markdown
    assert TEXT.settings({"markdown": True}).markdown
    with pytest.raises(InvalidSettings, match="markdown: must be true or false"):
        TEXT.settings({"markdown": "yes"})
