from collections import Counter
from fractions import Fraction

import pytest

from labeling.quality.figure import NO_PAIR, ONE_VALUE
from labeling.quality.patterns import Unit, pattern
from labeling.quality.sets import MOST, distances, set_alpha


def letters(unit: Unit) -> str:
    return str(unit)


@pytest.mark.parametrize(
    ("one", "other", "jaccard", "masi"),
    [
        ("ab", "ab", 0, 0),
        ("ab", "abc", Fraction(1, 3), 1 - Fraction(2, 3) * Fraction(2, 3)),
        ("ab", "bc", Fraction(2, 3), 1 - Fraction(1, 3) * Fraction(1, 3)),
        ("ab", "cd", 1, 1),
        ("", "ab", 1, 1),
        ("", "", 0, 0),
    ],
)
def test_distances_by_hand(one: str, other: str, jaccard: Fraction, masi: Fraction) -> None:
    assert distances([one, other], "jaccard")[0, 1] == pytest.approx(float(jaccard))
    assert distances([one, other], "masi")[1, 0] == pytest.approx(float(masi))


def test_without_a_value_there_is_a_reason() -> None:
    assert set_alpha(Counter([pattern(["ab"])]), letters) == NO_PAIR
    assert set_alpha(Counter([pattern(["ab", "ab"])]), letters) == ONE_VALUE


def test_too_many_different_sets_are_refused_before_any_distance() -> None:
    pairs = Counter(pattern([f"{at}", f"{at + 1}"]) for at in range(0, MOST + 1, 2))
    assert set_alpha(pairs, letters).reason == "there are more than 2,000 different sets"


def test_sets_that_nearly_agree_count_for_something() -> None:
    near = Counter([pattern(["ab", "abc"]), pattern(["xy", "xyz"])])
    far = Counter([pattern(["ab", "cde"]), pattern(["xy", "vwz"])])
    assert set_alpha(near, letters).value == pytest.approx(1 - (5 / 9) / ((2 * 5 / 9 + 4) / 6))
    assert set_alpha(far, letters).value == pytest.approx(0)
