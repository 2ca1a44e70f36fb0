from statistics import median_high, median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.questions.votes import level, median, tally, weighed


def test_weights_are_scaled_exactly() -> None:
    assert weighed(["x", "y"], None) == [1, 1]
    assert weighed(["x", "y"], [1, 1]) == [1, 1]
    assert weighed(["x", "y"], [3, 5]) == [0.75, 1.25]
    assert 1 <= weighed(["x"], [1e-300])[0] < 2
    assert weighed(["x"], [0]) == [0]
    assert weighed([], []) == []


def test_a_sum_does_not_depend_on_the_order() -> None:
    votes = [("a", 0.1), ("b", 1.0), ("a", 0.2), ("a", 0.3)]
    assert tally(votes) == tally(reversed(votes)) == {"a": 0.6, "b": 1.0}


def test_rounding_breaks_no_tie() -> None:
    assert level(0.1 + 0.2, 0.3)
    assert level(0, 0)
    assert not level(0.3, 0.3001)


@given(
    st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 3)), min_size=1).filter(
        lambda v: any(w for _, w in v)
    )
)
def test_a_weight_counts_as_so_many_equal_numbers(votes: list[tuple[int, int]]) -> None:
    spelt_out = [value for value, weight in votes for _ in range(weight)]
    assert median(votes) == (median_low(spelt_out), median_high(spelt_out))


def test_nothing_has_no_median() -> None:
    with pytest.raises(ValueError, match="no number has any weight"):
        median([(1, 0)])
