from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from labeling.quality.qualification import Qualification, decide, pass_probability

ROUND = Qualification()
rounds = st.integers(1, 9).flatmap(
    lambda n: st.builds(Qualification, controls=st.just(n), needed=st.integers(1, n))
)


@pytest.mark.parametrize(
    ("settings", "accuracy", "probability"),
    [
        ((8, 6), 0.95, 0.994),
        ((8, 6), 0.9, 0.962),
        ((8, 6), 0.85, 0.895),
        ((8, 6), 0.8, 0.797),
        ((8, 6), 0.7, 0.552),
        ((8, 6), 0.5, 0.145),
        ((8, 6), 0.33, 0.019),
        ((5, 4), 0.9, 0.919),
        ((10, 7), 0.7, 0.650),
        ((1, 1), 0.25, 0.250),
        ((4, 4), 1.0, 1.0),
        ((4, 1), 0.0, 0.0),
    ],
)
def test_who_passes(settings: tuple[int, int], accuracy: float, probability: float) -> None:
    controls, needed = settings
    found = pass_probability(accuracy, Qualification(controls=controls, needed=needed))
    assert found == pytest.approx(probability, abs=5e-4)


@given(rounds)
def test_the_probability_is_the_share_of_all_ways_to_answer(settings: Qualification) -> None:
    """At an accuracy of a half every way is as likely; and each is decided as at its end, however early."""
    ways = list(product((True, False), repeat=settings.controls))
    passing = [way for way in ways if sum(way) >= settings.needed]
    assert pass_probability(0.5, settings) == pytest.approx(len(passing) / len(ways))
    for way in ways:
        decided = {decide(sum(way[:n]), n - sum(way[:n]), settings) for n in range(settings.controls + 1)} - {
            "open"
        }
        assert decided == {"passed" if sum(way) >= settings.needed else "failed"}


def test_it_ends_as_soon_as_it_is_certain() -> None:
    assert decide(6, 0, ROUND) == "passed"
    assert decide(5, 0, ROUND) == "open"
    assert decide(0, 3, ROUND) == "failed"
    assert decide(5, 2, ROUND) == "open"


def test_a_second_round_is_a_second_chance() -> None:
    once = pass_probability(0.7, ROUND)
    assert pass_probability(0.7, ROUND, rounds=2) == pytest.approx(once + (1 - once) * once)


@pytest.mark.parametrize("counts", [(5, 4), (-1, 0), (0, -1)])
def test_counts_that_no_round_shows_are_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="than the round has controls"):
        decide(*counts, ROUND)


@pytest.mark.parametrize(
    "settings", [{"controls": 5, "needed": 6}, {"needed": 0}, {"controls": 0}, {"rounds": 0}]
)
def test_what_nobody_can_pass_or_fail_is_refused(settings: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Qualification.model_validate(settings)
