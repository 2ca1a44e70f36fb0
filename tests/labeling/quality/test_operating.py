from itertools import product

import pytest

from labeling.quality.gate import Gate, sprt
from labeling.quality.operating import flagged_by, median_controls


@pytest.mark.parametrize("accuracy", [0.9, 0.6, 0.25])
def test_it_is_the_sum_over_all_ways_to_answer(accuracy: float) -> None:
    gate = Gate(p0=0.8, p1=0.5, alpha=0.1)
    total = [0.0] * 9
    for answers in product((True, False), repeat=9):
        flagged_at = sprt(answers, gate).flagged_at
        if flagged_at:
            right = sum(answers)
            for place in range(flagged_at - 1, 9):
                total[place] += accuracy**right * (1 - accuracy) ** (9 - right)
    assert flagged_by(gate, accuracy, 9) == pytest.approx(total, abs=1e-12)


def test_good_annotators_are_hardly_ever_flagged_by_the_usual_gate() -> None:
    assert flagged_by(Gate(), 0.85, 40)[-1] < 0.01
    assert flagged_by(Gate(), 0.95, 40)[-1] < 0.0001


def test_random_clickers_are_flagged_soon() -> None:
    assert median_controls(Gate(), 1 / 4) == 6
    assert median_controls(Gate(), 1 / 3) == 7
    assert median_controls(Gate(p1=0.6), 1 / 3) == 9
    assert median_controls(Gate(), 1 / 2) == 13


def test_whoever_is_good_has_no_median() -> None:
    assert median_controls(Gate(), 0.95, controls=60) is None
