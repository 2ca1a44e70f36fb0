from math import log
from random import Random
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from labeling.quality.gate import Gate, fitted, posterior, sprt

GATE = Gate(p1=0.6)
grades = st.lists(st.booleans(), max_size=60)


def test_walds_bounds() -> None:
    assert GATE.bound == pytest.approx(4.554, abs=5e-4)
    assert GATE.floor == pytest.approx(-2.986, abs=5e-4)


@pytest.mark.parametrize(
    "settings",
    [
        {"p0": 0.6, "p1": 0.6},
        {"p0": 0.5, "p1": 0.6},
        {"p0": 1.0},
        {"p1": 0.0},
        {"alpha": 0.0},
        {"beta": 1.0},
        {"alpha": 0.5, "beta": 0.5},
        {"p0": "0.9"},
        {"p2": 0.9},
    ],
)
def test_a_gate_that_cannot_decide_is_refused(settings: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Gate.model_validate(settings)


def test_five_wrong_answers_are_enough() -> None:
    found = sprt([False] * 5, GATE)
    assert (found.verdict, found.flagged_at, found.failed) == ("flagged", 5, 5)
    assert found.llr == pytest.approx(5 * log(0.4 / 0.15))
    assert sprt([False] * 4, GATE).verdict == "undecided"


def test_a_good_start_buys_no_impunity() -> None:
    """After ten right answers and after a thousand it takes the same number of wrong ones."""
    long, short = ([True] * start + [False] * 8 for start in (1000, 10))
    assert sprt(long, GATE).flagged_at == 1008
    assert sprt(short, GATE).flagged_at == 18
    assert sprt([True] * 1000, GATE).verdict == "sound"


@given(grades)
def test_the_floor_and_the_bound_hold(seen: list[bool]) -> None:
    found = sprt(seen, GATE)
    assert found.llr >= GATE.floor
    assert (found.flagged_at is None) == (found.llr < GATE.bound) == (found.verdict != "flagged")
    assert (found.passed, found.failed) == (seen.count(True), seen.count(False))


@given(grades, grades)
def test_what_comes_after_a_flag_moves_nothing_but_the_counts(seen: list[bool], later: list[bool]) -> None:
    before, after = sprt(seen, GATE), sprt(seen + later, GATE)
    if before.verdict == "flagged":
        assert (after.verdict, after.llr, after.flagged_at) == (before.verdict, before.llr, before.flagged_at)
    assert after.passed + after.failed == len(seen) + len(later)


@given(grades)
def test_without_a_bad_control_nobody_is_worse_off(seen: list[bool]) -> None:
    """Suspending a control takes its failures out of the log: a flag may go, never come."""
    for place, passed in enumerate(seen):
        if not passed:
            assert sprt(seen[:place] + seen[place + 1 :], GATE).llr <= sprt(seen, GATE).llr or (
                sprt(seen, GATE).verdict == "flagged"
            )


def flags(accuracy: float, *, people: int = 1500, controls: int = 40) -> list[int]:
    """After how many controls each is flagged; one more than there are where that never happens."""
    random = Random(31)
    answers = ([random.random() < accuracy for _ in range(controls)] for _ in range(people))
    return [sprt(given, GATE).flagged_at or controls + 1 for given in answers]


def test_good_annotators_pass_and_clickers_do_not() -> None:
    """make benchmarks measures the same, more finely; docs/quality.md has the figures."""
    assert sum(flag <= 40 for flag in flags(0.85)) / 1500 < 0.012
    assert sum(flag <= 40 for flag in flags(0.95)) == 0
    assert median(flags(1 / 4)) <= 8
    assert median(flags(1 / 3)) <= 9
    assert sum(flag <= 40 for flag in flags(1 / 2)) / 1500 > 0.97


def test_a_gate_fitted_to_the_campaign() -> None:
    assert fitted(median=0.85, chance=0.25) == Gate(p0=0.85, p1=0.6)
    assert fitted(median=0.7, chance=0.5) == Gate(p0=0.7, p1=0.6)
    with pytest.raises(ValueError, match="below p0"):
        fitted(median=0.55, chance=0.5)


@given(st.integers(0, 40), st.integers(0, 40))
def test_the_interval_holds_the_posterior_mean(passed: int, failed: int) -> None:
    low, high = posterior(passed, failed)
    assert 0 <= low < (passed + 1) / (passed + failed + 2) < high <= 1


def test_the_interval_before_any_control_is_the_prior() -> None:
    assert sprt([], GATE).interval == posterior(0, 0)
    assert posterior(0, 0) == pytest.approx((0.025, 0.975))
    assert posterior(8, 2) == pytest.approx((0.4822, 0.9398), abs=5e-5)
    assert posterior(0, 9, confidence=0.9) == pytest.approx((1 - 0.95**0.1, 1 - 0.05**0.1))
