from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.questions import InvalidAnswer, kind

TEXT = kind("text")
DEFAULT = TEXT.settings({})
SHORT = TEXT.settings({"min_length": 3, "max_length": 5})
FREE = TEXT.settings({"min_length": 0})


def test_text_is_kept_as_typed_except_for_trailing_whitespace() -> None:
    assert TEXT.clean(DEFAULT, "  two\r\n lines \n\n") == "  two\r\n lines"


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200))
def test_cleaning_twice_changes_nothing(answer: str) -> None:
    once = TEXT.clean(FREE, answer)
    assert TEXT.clean(FREE, once) == once
    assert answer.startswith(once)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (None, "must be text"),
        (3, "must be text"),
        (True, "must be text"),
        (["abc"], "must be text"),
        ("ab\0c", "contains a NUL character"),
        ("abc\udc80", "is not valid Unicode"),
        ("ab   ", "Write at least 3 characters; these are 2"),
        ("abcdef", "Write at most 5 characters; these are 6"),
    ],
)
def test_what_does_not_fit_is_refused(answer: Any, message: str) -> None:
    with pytest.raises(InvalidAnswer, match=message):
        TEXT.clean(SHORT, answer)


def test_blank_is_an_answer_only_where_the_settings_say_so() -> None:
    with pytest.raises(InvalidAnswer, match="Write something"):
        TEXT.clean(DEFAULT, " \n ")
    assert TEXT.clean(FREE, " \n ") == ""


def test_the_limit_counts_what_is_kept() -> None:
    assert TEXT.clean(SHORT, "abcde    ") == "abcde"


def test_texts_are_not_compared_and_it_is_said_why() -> None:
    assert TEXT.level is None
    assert TEXT.domain(DEFAULT) is None
    assert TEXT.unit(DEFAULT, "yes") is None
    consensus = TEXT.aggregate(DEFAULT, ["yes", "yes"])
    assert (consensus.value, consensus.share, consensus.tied, consensus.count) == (None, None, (), 2)
    assert consensus.reason == TEXT.no_consensus == "texts are not merged: a reviewer chooses one"
    assert TEXT.no_agreement == "free text has no alpha: two good answers may share no word"


def test_a_control_is_met_by_the_same_words() -> None:
    assert TEXT.grade(DEFAULT, "  Caf\u00e9  au\nlait", "cafe\u0301 au lait")
    assert not TEXT.grade(DEFAULT, "café", "cafe")
    assert not TEXT.grade(DEFAULT, "lait au café", "café au lait")


def test_similarity_is_the_f1_of_words() -> None:
    assert TEXT.similarity_title == "Mean token F1"
    assert TEXT.similarity(DEFAULT, "the cat sat", "The  cat") == pytest.approx(2 * 2 / 5)
    assert TEXT.similarity(DEFAULT, "no no", "no") == pytest.approx(2 / 3)
    assert TEXT.similarity(FREE, "", "") == 1
    assert TEXT.distance(DEFAULT, "a b", "ab") == 1


def test_with_a_tolerance_some_words_may_differ() -> None:
    assert TEXT.grade(DEFAULT, "sat the cat", "the cat sat", 0.1)
    assert TEXT.grade(DEFAULT, "the cat sat", "the cat", 0.2)
    assert not TEXT.grade(DEFAULT, "the cat sat", "the cat", 0.19)


def test_description_and_column_are_the_text_itself() -> None:
    assert TEXT.describe(DEFAULT, "<b>") == "<b>"
    assert TEXT.columns("why", DEFAULT, "=1+1") == {"why": "=1+1"}


def test_nothing_but_wording_may_change_later_and_these_settings_hold_none() -> None:
    assert TEXT.editable(DEFAULT, TEXT.settings({"max_length": 10_000}))
    assert not TEXT.editable(DEFAULT, TEXT.settings({"max_length": 9_999}))
    assert not TEXT.editable(DEFAULT, TEXT.settings({"markdown": True}))
