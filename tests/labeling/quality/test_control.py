from random import Random
from statistics import fmean

import pytest

from labeling.quality.control import Grade, Insertion, Watch, health, places


@pytest.mark.parametrize(
    ("seen", "warned", "rate"),
    [
        (0, False, 0.10),
        (19, False, 0.10),
        (20, False, 0.05),
        (25, False, 0.04),
        (40, False, 0.03),
        (4000, False, 0.03),
        (0, True, 0.20),
        (4000, True, 0.13),
    ],
)
def test_the_rate_falls_with_the_evidence_and_rises_after_a_warning(
    seen: int, warned: bool, rate: float
) -> None:
    assert Insertion().rate(seen, warned=warned) == pytest.approx(rate)


def test_a_rate_is_no_more_than_certain() -> None:
    assert Insertion(initial=0.95).rate(0, warned=True) == 1.0


def test_places_are_drawn_one_by_one_at_the_rate() -> None:
    random, settings = Random(20), Insertion()
    drawn = [places(10, settings, seen=0, random=random) for _ in range(4000)]
    share = [fmean(place in chosen for chosen in drawn) for place in range(10)]
    assert all(abs(each - 0.10) < 0.02 for each in share)
    beside = [0 in chosen for chosen in drawn if 1 in chosen]
    assert abs(fmean(beside) - 0.10) < 0.06, "a control says nothing about its neighbour"


def test_a_batch_counts_its_own_controls_as_seen() -> None:
    """All of the first twenty are controls, and then no more than one in twenty."""
    chosen = places(2000, Insertion(initial=1.0), seen=0, random=Random(1))
    assert chosen[:20] == tuple(range(20))
    assert 20 + 1980 * 0.02 < len(chosen) < 20 + 1980 * 0.05


def test_the_same_seed_chooses_the_same_places() -> None:
    first, again = (places(100, Insertion(), seen=3, random=Random(7)) for _ in range(2))
    assert first == again != ()


def grades(*groups: tuple[int, bool, float | None]) -> list[Grade]:
    return [Grade(passed, quality) for count, passed, quality in groups for _ in range(count)]


@pytest.mark.parametrize(
    ("right", "wrong", "suspect"), [(4, 3, False), (5, 3, False), (4, 4, True), (6, 4, False)]
)
def test_a_control_that_good_annotators_fail_is_suspect(right: int, wrong: int, suspect: bool) -> None:
    """More than 40% of eight or more."""
    found = health(grades((right, True, 0.9), (wrong, False, 0.8), (50, False, 0.5)), Watch(), good=0.8)
    assert found.suspect is suspect
    assert (found.good, found.good_wrong) == (right + wrong, wrong)
    assert found.reason == (f"{wrong} of {right + wrong} good annotators failed it" if suspect else "")


def test_unknown_quality_counts_for_the_pass_rate_only() -> None:
    found = health(grades((9, False, None), (1, True, None)), Watch(), good=0.0)
    assert (found.answered, found.passed, found.rate) == (10, 1, 0.1)
    assert (found.good, found.suspect, found.discrimination) == (0, False, None)


def test_discrimination_is_the_point_biserial_correlation() -> None:
    """(M1 - M0) / s sqrt(p q), with the deviation of the whole group: (.8 - .5) / sqrt(.0325) sqrt(1/4)."""
    found = health(
        grades((1, True, 0.9), (1, True, 0.7), (1, False, 0.6), (1, False, 0.4)), Watch(), good=1.0
    )
    assert found.discrimination == pytest.approx(0.15 / 0.0325**0.5)


def test_what_the_bad_pass_and_the_good_fail_discriminates_the_wrong_way() -> None:
    found = health(grades((5, True, 0.5), (5, False, 0.9)), Watch(), good=0.8)
    assert found.discrimination == pytest.approx(-1)


@pytest.mark.parametrize(
    "same", [[], [(1, True, 0.9)], [(3, True, 0.9), (3, True, 0.4)], [(3, True, 0.9), (3, False, 0.9)]]
)
def test_without_a_difference_there_is_no_discrimination(same: list[tuple[int, bool, float]]) -> None:
    found = health(grades(*same), Watch(), good=0.8)
    assert found.discrimination is None
    assert found.rate == (None if not same else found.passed / found.answered)
