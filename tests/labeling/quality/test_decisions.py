import numpy as np
import pytest

from labeling.quality.decisions import highest


def test_the_highest_score_wins_and_equals_tie() -> None:
    found = highest(np.array([[0.2, 0.8, 0.0], [0.4, 0.2, 0.4], [1 / 3, 1 / 3 + 1e-13, 1 / 3]]))
    assert list(zip(found.record.tolist(), found.value.tolist(), strict=True)) == [
        (0, 1),
        (1, 0),
        (1, 2),
        (2, 0),
        (2, 1),
        (2, 2),
    ]
    assert found.winners.tolist() == [1, 2, 3]
    assert found.chosen.tolist() == [1, -1, -1]
    assert found.share == pytest.approx([0.8, 0.4, 1 / 3])


def test_a_difference_of_more_than_the_rounding_is_none() -> None:
    assert highest(np.array([[0.5, 0.5 - 1e-11]])).chosen.tolist() == [0]


def test_a_tie_is_right_as_often_as_a_coin_would_make_it() -> None:
    found = highest(np.array([[0.2, 0.8], [0.5, 0.5], [0.9, 0.1], [0.5, 0.5]]))
    assert found.accuracy(np.array([1, 0, 1, -1])) == pytest.approx((1 + 0.5 + 0) / 3)


def test_a_truth_that_is_no_value_is_never_met() -> None:
    assert highest(np.array([[0.2, 0.8]])).accuracy(np.array([2])) == 0


def test_nothing_known_has_no_accuracy() -> None:
    assert highest(np.array([[0.2, 0.8]])).accuracy(np.array([-1])) is None


def test_no_records() -> None:
    assert highest(np.zeros((0, 3))).chosen.tolist() == []
