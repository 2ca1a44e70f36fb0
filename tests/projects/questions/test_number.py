import math
from statistics import fmean, median, stdev
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.questions import InvalidAnswer, kind

NUMBER = kind("number")
FREE = NUMBER.settings({})
WEIGHT = NUMBER.settings({"min": 0, "max": 10, "step": 0.1, "unit": "kg", "scale": "ratio"})
COUNT = NUMBER.settings({"min": 1, "whole": True})
ODD = NUMBER.settings({"min": 1, "step": 2})
MINUTES = NUMBER.settings({"min": 0, "scale": "ratio"})


@pytest.mark.parametrize(
    ("answer", "canonical"), [(5, "5"), (5.0, "5"), (-0.0, "0"), (2.5, "2.5"), (1e15, "1000000000000000")]
)
def test_a_whole_number_is_the_same_however_it_is_written(answer: float, canonical: str) -> None:
    assert repr(NUMBER.clean(FREE, answer)) == canonical


@pytest.mark.parametrize("answer", [0.3, 0.1 * 3, 0.1 + 0.2])
def test_rounding_is_no_reason_to_be_off_a_step(answer: float) -> None:
    assert NUMBER.clean(WEIGHT, answer) == 0.3


@pytest.mark.parametrize("answer", [True, None, "1", [1], {"value": 1}, math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(answer: Any) -> None:
    with pytest.raises(InvalidAnswer, match=r"^Give a number\.$"):
        NUMBER.clean(FREE, answer)


@pytest.mark.parametrize(
    ("settings", "answer", "message"),
    [
        (FREE, 10**400, "The number is too large"),
        (FREE, -1.1e15, "The number is too large"),
        (COUNT, 1.5, "Give a whole number"),
        (COUNT, 0, "at least 1"),
        (WEIGHT, 10.1, "at most 10"),
        (WEIGHT, -0.1, "at least 0"),
        (WEIGHT, 0.25, r"in steps of 0\.1\."),
        (ODD, 4, r"in steps of 2, counted from 1\."),
    ],
)
def test_what_does_not_fit_is_refused_and_said(settings: Any, answer: float, message: str) -> None:
    with pytest.raises(InvalidAnswer, match=message):
        NUMBER.clean(settings, answer)


def test_steps_are_counted_from_the_minimum() -> None:
    assert NUMBER.clean(ODD, 7.0) == 7


def test_the_level_is_in_the_settings() -> None:
    assert NUMBER.level_of(FREE) == "interval"
    assert NUMBER.level_of(WEIGHT) == "ratio"


def test_distance_is_in_proportion_to_the_range_or_to_the_numbers() -> None:
    assert NUMBER.distance(WEIGHT, 2, 7) == 0.5
    assert NUMBER.distance(MINUTES, 10, 30) == 0.5
    assert NUMBER.distance(FREE, -1, 1) == NUMBER.distance(FREE, 0, 1e-9) == 1
    assert NUMBER.distance(FREE, 0, 0) == 0


def test_a_tolerance_is_in_the_unit_of_the_number() -> None:
    assert not NUMBER.grade(FREE, 5, 4)
    assert NUMBER.grade(FREE, 5, 4, 1)
    assert NUMBER.grade(FREE, 0.1, 0.4, 0.3)
    assert not NUMBER.grade(FREE, 0.1, 0.41, 0.3)


NUMBERS = st.lists(st.integers(-1000, 1000), min_size=2, max_size=9)


@given(NUMBERS)
def test_the_mean_has_the_standard_error_of_the_mean(answers: list[int]) -> None:
    found = NUMBER.aggregate(FREE, answers)
    assert found.error is not None
    assert found.value == fmean(answers)
    assert math.isclose(found.error, stdev(answers) / math.sqrt(len(answers)), rel_tol=1e-9, abs_tol=1e-12)
    assert (found.share, found.tied, found.count) == (None, (), len(answers))


@given(NUMBERS)
def test_the_median_is_there_too(answers: list[int]) -> None:
    assert NUMBER.aggregate(FREE, answers, method="median").value == median(answers)


def test_the_error_of_the_median_is_larger() -> None:
    mean, middle = (NUMBER.aggregate(FREE, [1, 2, 3, 10], method=method) for method in ("mean", "median"))
    assert middle.error is not None
    assert mean.error is not None
    assert math.isclose(middle.error / mean.error, math.sqrt(math.pi / 2))


def test_who_weighs_nothing_moves_nothing() -> None:
    assert NUMBER.aggregate(FREE, [1, 3, 100], [1, 1, 0]).value == 2
    assert NUMBER.aggregate(FREE, [1, 3, 100], [1, 1, 0]).error == NUMBER.aggregate(FREE, [1, 3]).error
    assert NUMBER.aggregate(FREE, [1, 4], [3, 1]).value == 1.75
    assert NUMBER.aggregate(FREE, [1, 4], [3, 1], "median").value == 1


def test_one_answer_has_no_error() -> None:
    assert NUMBER.aggregate(FREE, [4]).error is None
    assert NUMBER.aggregate(FREE, [4], method="median").error is None


def test_a_number_is_described_with_its_unit_and_exported_bare() -> None:
    assert NUMBER.describe(WEIGHT, 0.3) == "0.3 kg"
    assert NUMBER.describe(FREE, 10 / 3) == "3.33333333333"
    assert NUMBER.columns("weight", WEIGHT, 0.3) == {"weight": 0.3}


def test_nothing_may_change_later() -> None:
    assert NUMBER.editable(WEIGHT, WEIGHT)
    assert not NUMBER.editable(WEIGHT, NUMBER.settings({"min": 0, "max": 10, "step": 0.1, "unit": "g"}))
