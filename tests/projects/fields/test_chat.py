import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.fields import MAX_CHARACTERS, InvalidValue, kind

CHAT = kind("chat")
MARKDOWN = CHAT.settings({})
TALK = [{"role": "user", "content": " Hello\n"}, {"role": "assistant", "content": ""}]

STORABLE = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
MESSAGES = st.fixed_dictionaries(
    {"role": st.sampled_from(["user", " system ", "Helfer ü"]), "content": st.text(STORABLE)}
)


def said(content: Any, role: Any = "user") -> list[dict[str, Any]]:
    return [{"role": role, "content": content}]


def test_a_conversation_is_kept_as_it_is() -> None:
    assert MARKDOWN.markdown
    assert CHAT.clean(MARKDOWN, TALK) == TALK


@given(st.lists(MESSAGES, min_size=1))
def test_cleaning_twice_changes_nothing_and_a_cell_holds_json(messages: list[dict[str, str]]) -> None:
    once = CHAT.clean(MARKDOWN, messages)
    assert CHAT.clean(MARKDOWN, once) == once
    assert CHAT.parse(MARKDOWN, json.dumps(messages)) == once
    assert [message["content"] for message in once] == [message["content"] for message in messages]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "must be a list of messages"),
        ("hello", "must be a list of messages"),
        ([], "must be a list of messages"),
        (TALK[0], "must be a list of messages"),
        (TALK * 251, "has 502 messages; at most 500"),
        ([*TALK, "hi"], "message 3 must have a role and a content"),
        ([{"role": "user"}], "message 1 must have a role and a content"),
        ([{"role": "user", "content": "x", "name": "y"}], "and nothing else"),
        (said(None), "message 1: the content must be text"),
        (said(["x"]), "message 1: the content must be text"),
        (said("x", role=1), "message 1: the role must be text"),
        (said("x", role=" "), "role must have 1 to 20"),
        (said("x", role="r" * 21), "role must have 1 to 20"),
        (said("x", role="a\nb"), "printable"),
        (said("x\0"), "message 1: the content contains a NUL"),
        (said("\ud800"), "message 1: the content is not valid Unicode"),
        (said("x" * MAX_CHARACTERS), "has 200004 characters; at most 200000"),
    ],
)
def test_what_is_no_conversation_is_refused(value: Any, message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        CHAT.clean(MARKDOWN, value)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("", "is not valid JSON"),
        ("hello", "is not valid JSON"),
        ('{"role": "user"}', "must be a list of messages"),
        ('[{"role": "user", "role": "b", "content": "x"}]', "has the key “role” twice"),
        ('[{"role": "user", "content": "\\u0000"}]', "contains a NUL"),
        ("[" * 10_000, "nested deeper"),
    ],
)
def test_a_cell_without_a_conversation_is_refused(cell: str, message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        CHAT.parse(MARKDOWN, cell)
