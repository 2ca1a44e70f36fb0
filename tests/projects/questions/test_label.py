from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.questions import Consensus, InvalidAnswer, kind

LABEL = kind("label")
ANIMALS = LABEL.settings(
    {"options": ["cat", {"value": "dog", "text": "Dog", "description": "It barks."}, "emu"]}
)


def test_the_shorthand_shows_the_value() -> None:
    assert [(option.value, option.text) for option in ANIMALS.options] == [
        ("cat", "cat"),
        ("dog", "Dog"),
        ("emu", "emu"),
    ]


def test_the_value_of_an_option_is_an_answer() -> None:
    assert LABEL.clean(ANIMALS, "dog") == "dog"


@pytest.mark.parametrize("answer", ["Dog", "dog ", "", "cat\0", None, 0, True, ["dog"], {"value": "dog"}])
def test_anything_else_is_none(answer: Any) -> None:
    with pytest.raises(InvalidAnswer, match="Choose one of the options"):
        LABEL.clean(ANIMALS, answer)


def test_the_most_chosen_option_wins() -> None:
    assert LABEL.aggregate(ANIMALS, ["emu", "dog", "emu", "cat", "emu"]) == Consensus("emu", 0.6, (), 5)


def test_a_tie_is_a_tie_and_lists_its_leaders_in_the_order_of_the_options() -> None:
    assert LABEL.aggregate(ANIMALS, ["emu", "dog", "cat", "dog", "emu"]) == Consensus(
        None, None, ("dog", "emu"), 5, "a tie"
    )


def test_without_answers_there_is_no_consensus() -> None:
    assert LABEL.aggregate(ANIMALS, []) == Consensus(None, None, (), 0, "no answers yet")


@given(
    st.lists(st.sampled_from(["cat", "dog", "emu"])).flatmap(
        lambda a: st.tuples(st.just(a), st.permutations(a))
    )
)
def test_the_order_of_the_answers_makes_no_difference(orders: tuple[list[str], list[str]]) -> None:
    first, second = orders
    assert LABEL.aggregate(ANIMALS, first) == LABEL.aggregate(ANIMALS, second)


@given(st.lists(st.sampled_from(["cat", "dog", "emu"]), min_size=1))
def test_the_winner_is_strictly_ahead_and_leaders_are_level(answers: list[str]) -> None:
    consensus = LABEL.aggregate(ANIMALS, answers)
    counts = {value: answers.count(value) for value in ("cat", "dog", "emu")}
    leaders = [value for value, count in counts.items() if count == max(counts.values())]
    if len(leaders) == 1:
        assert (consensus.value, consensus.tied) == (leaders[0], ())
        assert consensus.share == counts[leaders[0]] / len(answers)
    else:
        assert (consensus.value, consensus.share, consensus.tied) == (None, None, tuple(leaders))


def test_answers_are_the_same_or_not() -> None:
    assert LABEL.level == "nominal"
    assert LABEL.domain(ANIMALS) == ("cat", "dog", "emu")
    assert LABEL.unit(ANIMALS, "cat") == "cat"
    assert LABEL.distance(ANIMALS, "cat", "cat") == 0
    assert LABEL.distance(ANIMALS, "cat", "emu") == 1
    assert LABEL.grade(ANIMALS, "cat", "cat")
    assert not LABEL.grade(ANIMALS, "cat", "emu")


def test_an_answer_is_described_by_its_text_and_exported_by_its_value() -> None:
    assert LABEL.describe(ANIMALS, "dog") == "Dog"
    assert LABEL.columns("animal", ANIMALS, "dog") == {"animal": "dog"}
    assert LABEL.columns("animal", ANIMALS, None) == {"animal": None}


@pytest.mark.parametrize(
    ("options", "editable"),
    [
        ([{"value": "cat", "text": "Cat", "description": "It purrs."}, "dog", "emu"], True),
        (["cat", "dog"], False),
        (["cat", "dog", "emu", "fox"], False),
        (["dog", "cat", "emu"], False),
    ],
)
def test_only_wording_may_change_later(options: list[Any], editable: bool) -> None:
    assert LABEL.editable(ANIMALS, LABEL.settings({"options": options})) is editable


def test_weights_are_counted_instead_of_heads() -> None:
    assert LABEL.aggregate(ANIMALS, ["cat", "dog", "dog"], [3, 1, 1]) == Consensus("cat", 0.6, (), 3)
    assert LABEL.aggregate(ANIMALS, ["emu", "dog", "dog"], [0.3, 0.1, 0.2]).tied == ("dog", "emu")


def test_no_tolerance_makes_another_option_right() -> None:
    assert not LABEL.grade(ANIMALS, "cat", "emu", 0)
    with pytest.raises(InvalidAnswer, match=r"from 0 to 0\."):
        LABEL.clean_tolerance(ANIMALS, 0.5)
