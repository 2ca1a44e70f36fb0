import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.questions import Consensus, InvalidAnswer, kind

PREFERENCE = kind("preference")
PLAIN = PREFERENCE.settings({"a": "Left", "b": "Right"})
FORCED = PREFERENCE.settings({"allow_tie": False})
STRONG = PREFERENCE.settings({"strength": 3})

STRONG_ANSWERS = st.just({"choice": "tie"}) | st.fixed_dictionaries(
    {"choice": st.sampled_from(["a", "b"]), "strength": st.integers(1, 3)}
)


def a(strength: int) -> dict[str, Any]:
    return {"choice": "a", "strength": strength}


def b(strength: int) -> dict[str, Any]:
    return {"choice": "b", "strength": strength}


TIE = {"choice": "tie"}


def test_the_choices_on_offer_have_texts() -> None:
    assert PLAIN.texts == {"a": "Left", "b": "Right", "tie": "Tie"}
    assert FORCED.texts == {"a": "A", "b": "B"}
    assert PREFERENCE.domain(PLAIN) == ("a", "b", "tie")
    assert PREFERENCE.domain(FORCED) == ("a", "b")


@pytest.mark.parametrize("answer", ["a", "b", "tie"])
def test_a_side_or_a_tie_is_an_answer(answer: str) -> None:
    assert PREFERENCE.clean(PLAIN, answer) == answer


@pytest.mark.parametrize("answer", ["A", "Left", "", None, 0, True, ["a"], {"choice": "a"}, "a\0"])
def test_anything_else_is_none(answer: Any) -> None:
    with pytest.raises(InvalidAnswer, match="Choose one of the two sides, or a tie"):
        PREFERENCE.clean(PLAIN, answer)


def test_a_forced_choice_has_no_tie() -> None:
    with pytest.raises(InvalidAnswer, match=r"Choose one of the two sides\."):
        PREFERENCE.clean(FORCED, "tie")


@given(STRONG_ANSWERS)
def test_a_canonical_answer_with_strength_stays_as_it_is(answer: dict[str, Any]) -> None:
    assert PREFERENCE.clean(STRONG, answer) == answer


def test_an_empty_strength_of_a_tie_is_left_out() -> None:
    assert PREFERENCE.clean(STRONG, {"choice": "tie", "strength": None}) == {"choice": "tie"}


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("a", "Choose a side and how strongly"),
        ({}, "Choose a side and how strongly"),
        ({"strength": 1}, "Choose a side and how strongly"),
        ({"choice": "a", "strength": 1, "why": "x"}, "Choose a side and how strongly"),
        ({"choice": "c", "strength": 1}, "Choose one of the two sides"),
        ({"choice": ["a"], "strength": 1}, "Choose one of the two sides"),
        ({"choice": "a"}, "from 1 to 3"),
        ({"choice": "a", "strength": 0}, "from 1 to 3"),
        ({"choice": "a", "strength": 4}, "from 1 to 3"),
        ({"choice": "a", "strength": True}, "from 1 to 3"),
        ({"choice": "a", "strength": 2.0}, "from 1 to 3"),
        ({"choice": "tie", "strength": 1}, "A tie has no strength"),
    ],
)
def test_strength_is_strict(answer: Any, message: str) -> None:
    with pytest.raises(InvalidAnswer, match=message):
        PREFERENCE.clean(STRONG, answer)


def test_the_choice_is_what_is_compared() -> None:
    assert PREFERENCE.level == "nominal"
    assert PREFERENCE.unit(PLAIN, "a") == "a"
    assert PREFERENCE.unit(STRONG, a(2)) == "a"
    assert PREFERENCE.distance(STRONG, a(1), a(3)) == 0
    assert PREFERENCE.distance(STRONG, a(1), b(1)) == 1
    assert PREFERENCE.grade(STRONG, a(1), a(3))
    assert not PREFERENCE.grade(STRONG, TIE, a(3))


def test_ties_are_votes() -> None:
    assert PREFERENCE.aggregate(PLAIN, ["a", "tie", "tie"]) == Consensus("tie", 2 / 3, (), 3)
    assert PREFERENCE.aggregate(PLAIN, ["a", "tie"]) == Consensus(None, None, ("a", "tie"), 2, "a tie")


def test_the_strength_of_a_consensus_is_the_lower_median_of_its_voters() -> None:
    assert PREFERENCE.aggregate(STRONG, [a(3), b(3), a(1), a(2)]) == Consensus(a(2), 0.75, (), 4)
    assert PREFERENCE.aggregate(STRONG, [a(3), a(2), b(1)]).value == a(2)
    assert PREFERENCE.aggregate(STRONG, [TIE, TIE, b(1)]).value == TIE
    assert PREFERENCE.aggregate(STRONG, [b(1), a(3)]).tied == (a(3), b(1))


@given(st.lists(STRONG_ANSWERS), st.randoms(use_true_random=False))
def test_a_consensus_is_canonical_whatever_the_order(
    answers: list[dict[str, Any]], order: random.Random
) -> None:
    consensus = PREFERENCE.aggregate(STRONG, answers)
    order.shuffle(answers)
    assert PREFERENCE.aggregate(STRONG, answers) == consensus
    for value in [consensus.value] if consensus.value else consensus.tied:
        assert PREFERENCE.clean(STRONG, value) == value


def test_an_answer_is_described_by_the_texts_shown() -> None:
    assert PREFERENCE.describe(PLAIN, "b") == "Right"
    assert PREFERENCE.describe(STRONG, a(2)) == "A (strength 2 of 3)"
    assert PREFERENCE.describe(STRONG, TIE) == "Tie"


def test_strength_has_a_column_of_its_own() -> None:
    assert PREFERENCE.columns("better", PLAIN, "a") == {"better": "a"}
    assert PREFERENCE.columns("better", STRONG, b(3)) == {"better": "b", "better.strength": 3}
    assert PREFERENCE.columns("better", STRONG, TIE) == {"better": "tie", "better.strength": None}
    assert PREFERENCE.columns("better", STRONG, None) == {"better": None, "better.strength": None}


def test_only_texts_may_change_later() -> None:
    assert PREFERENCE.editable(PLAIN, PREFERENCE.settings({"a": "One", "tie": "Neither"}))
    assert not PREFERENCE.editable(PLAIN, FORCED)
    assert not PREFERENCE.editable(PLAIN, STRONG)


def test_with_a_tolerance_the_strength_counts_too() -> None:
    assert PREFERENCE.grade(STRONG, a(1), a(2), 1)
    assert not PREFERENCE.grade(STRONG, a(1), a(3), 1)
    assert not PREFERENCE.grade(STRONG, a(1), a(2), 0)
    assert not PREFERENCE.grade(STRONG, b(2), a(2), 2)
    assert PREFERENCE.grade(STRONG, TIE, TIE, 0)
    assert PREFERENCE.grade(PLAIN, "a", "a", 0)


def test_weights_count_for_the_side_and_for_its_strength() -> None:
    assert PREFERENCE.aggregate(STRONG, [a(3), a(1), b(2)], [3, 1, 3]).value == a(3)
    assert PREFERENCE.aggregate(STRONG, [a(3), a(1), b(2)], [1, 1, 3]).value == b(2)
