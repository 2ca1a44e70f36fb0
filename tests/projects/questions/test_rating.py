import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.questions import Consensus, InvalidAnswer, kind

RATING = kind("rating")
STARS = RATING.settings({"anchors": {"1": "poor", "5": "superb"}})
BALANCE = RATING.settings({"min": -3, "max": 3})


def test_the_scale_lists_its_levels_with_their_anchors() -> None:
    assert STARS.levels == ((1, "poor"), (2, ""), (3, ""), (4, ""), (5, "superb"))
    assert RATING.domain(BALANCE) == (-3, -2, -1, 0, 1, 2, 3)


@pytest.mark.parametrize("answer", [-3, 0, 3])
def test_a_level_is_an_answer(answer: int) -> None:
    assert RATING.clean(BALANCE, answer) == answer


@pytest.mark.parametrize(
    "answer", [-4, 4, 1.0, math.nan, math.inf, True, "1", None, [1], {"value": 1}, 10**40]
)
def test_anything_else_is_none(answer: Any) -> None:
    with pytest.raises(InvalidAnswer, match="Choose a whole number from -3 to 3"):
        RATING.clean(BALANCE, answer)


def test_the_most_given_level_wins_and_a_tie_is_no_mean() -> None:
    assert RATING.aggregate(STARS, [5, 4, 5]) == Consensus(5, 2 / 3, (), 3)
    assert RATING.aggregate(STARS, [5, 3, 5, 3]) == Consensus(None, None, (3, 5), 4, "a tie")


@given(st.lists(st.integers(1, 5)).flatmap(lambda a: st.tuples(st.just(a), st.permutations(a))))
def test_the_order_of_the_answers_makes_no_difference(orders: tuple[list[int], list[int]]) -> None:
    assert RATING.aggregate(STARS, orders[0]) == RATING.aggregate(STARS, orders[1])


@given(st.integers(-3, 3), st.integers(-3, 3), st.integers(-3, 3))
def test_distance_is_a_metric_from_0_to_1(a: int, b: int, c: int) -> None:
    def distance(x: int, y: int) -> float:
        return RATING.distance(BALANCE, x, y)

    assert (distance(a, b) == 0) == (a == b)
    assert distance(a, b) == distance(b, a) <= 1
    assert distance(a, c) <= distance(a, b) + distance(b, c) + 1e-12


def test_the_ends_of_the_scale_are_1_apart() -> None:
    assert RATING.distance(BALANCE, -3, 3) == 1
    assert RATING.distance(STARS, 1, 2) == 0.25


def test_levels_are_ordered_and_graded_exactly() -> None:
    assert RATING.level == "ordinal"
    assert RATING.unit(STARS, 4) == 4
    assert RATING.grade(STARS, 4, 4)
    assert not RATING.grade(STARS, 4, 5)


def test_an_answer_is_described_with_its_anchor_and_exported_as_a_number() -> None:
    assert RATING.describe(STARS, 5) == "5 (superb)"
    assert RATING.describe(STARS, 4) == "4"
    assert RATING.columns("stars", STARS, 4) == {"stars": 4}


def test_only_anchors_may_change_later() -> None:
    assert RATING.editable(STARS, RATING.settings({"anchors": {"3": "fair"}}))
    assert not RATING.editable(STARS, RATING.settings({"max": 6}))
    assert not RATING.editable(STARS, RATING.settings({"min": 0}))


def test_neighbouring_levels_are_alike_and_tolerance_is_in_levels() -> None:
    assert RATING.similarity_title == "Within one level"
    assert (RATING.similarity(STARS, 4, 5), RATING.similarity(STARS, 3, 5)) == (1, 0)
    assert RATING.grade(STARS, 3, 5, 2)
    assert not RATING.grade(STARS, 2, 5, 2)


def test_weights_are_counted_instead_of_heads() -> None:
    assert RATING.aggregate(STARS, [1, 5, 5], [5, 1, 1]).value == 1
