import numpy as np
import pytest

from labeling.quality import stops
from labeling.quality.forecast import interval
from labeling.quality.overlap import Overlap
from labeling.quality.stops import Progress, Stops
from tests.labeling.quality.recorded_campaign import adaptive, recording, stream

ADAPTIVE = Overlap(mode="adaptive", minimum=2, maximum=10)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def sure(*hazard: float) -> Stops:
    return Stops(np.array([hazard]))


def mean_stop(where: Stops) -> list[float]:
    return [float(mean) for mean in where.remainder()[0][:, 0]]


def test_what_is_left_by_hand() -> None:
    """From 0 answers: 2 with .5, 3 with .25, 4 with .25. Mean 2.75, variance .6875."""
    mean, variance = sure(0, 0, 0.5, 0.5, 1).remainder()
    assert mean[0].tolist() == [2.75, 1.75, 1.5, 1, 0]
    assert variance[0].tolist() == [0.6875, 0.6875, 0.25, 0, 0]


def test_under_a_fixed_overlap_nothing_is_left_open(rng: np.random.Generator) -> None:
    prior = stops.assumed(Overlap(), target=5, options=2, accuracy=0.7, rng=rng)
    drawn = stops.observed(Progress({}, {0: 100, 3: 10}), prior, rng, 50)
    assert set(stops.answers_left(Progress({}, {0: 100, 3: 10}, owed=7), drawn, rng)) == {527.0}


@pytest.mark.parametrize(
    ("options", "accuracy", "maximum", "measured"),
    [(2, 0.729, 10, 4.9), (4, 0.696, 10, 3.3), (5, 0.55, 6, 4.7)],
    ids=["rte", "dog", "web"],
)
def test_the_assumption_holds_what_recorded_campaigns_took(
    options: int, accuracy: float, maximum: int, measured: float, rng: np.random.Generator
) -> None:
    """The campaigns' mean accuracies, from their READMEs; what they took: docs/quality-overlap.md."""
    settings = Overlap(mode="adaptive", maximum=maximum)
    drawn = mean_stop(stops.assumed(settings, target=5, options=options, accuracy=accuracy, rng=rng))
    assert drawn[-1] < measured < drawn[0]
    assert drawn[len(drawn) // 2] == pytest.approx(measured, abs=0.8)


def test_worse_than_chance_is_no_assumption(rng: np.random.Generator) -> None:
    prior = stops.assumed(ADAPTIVE, target=5, options=2, accuracy=0.1, rng=rng)
    assert all(5 < mean <= 10 for mean in mean_stop(prior))


def test_much_evidence_replaces_the_assumption(rng: np.random.Generator) -> None:
    """Of 10,000 records 60 % stop at 2 answers, half of the rest at 3, and the rest at 4: 2.6 on average."""
    prior = stops.assumed(ADAPTIVE, target=5, options=5, accuracy=0.4, rng=rng)
    progress = Progress({2: 6000, 3: 2000, 4: 2000}, {})
    assert min(mean_stop(prior)) > 4
    assert mean_stop(stops.observed(progress, prior, rng, 200)) == pytest.approx([2.6] * 200, abs=0.1)


def test_easy_records_that_are_done_first_do_not_make_the_others_easy(rng: np.random.Generator) -> None:
    """All 1,000 have had two answers, and 300 were done: the 700 that go on are not like the 300."""
    progress = Progress({2: 300}, {2: 700})
    assert progress.went_on(1) == 1000
    assert progress.went_on(2) == 700
    drawn = stops.observed(progress, sure(0, 0, 0.5, 0.5, 0.5, 0.5, 1), rng, 2000)
    assert np.median(drawn.hazard[:, 2]) == pytest.approx(0.3, abs=0.01)
    left = np.median(stops.answers_left(progress, drawn, rng))
    assert left == pytest.approx((1 + 0.5 + 0.25 + 0.125) * 700, rel=0.1)


def test_the_less_was_seen_the_wider(rng: np.random.Generator) -> None:
    prior = sure(0, 0, 0.5, 0.5, 0.5, 1)
    open_ = {0: 1000}

    def spread(seen: int) -> float:
        drawn = stops.observed(Progress({2: seen, 3: seen // 2, 4: seen // 4}, open_), prior, rng, 2000)
        return float(stops.answers_left(Progress({}, open_), drawn, rng).std())

    assert spread(0) > 1.5 * spread(40) > 3 * spread(4000)


def test_an_open_record_takes_at_least_one_answer(rng: np.random.Generator) -> None:
    drawn = stops.observed(Progress({}, {4: 3, 9: 2}), sure(0, 0, 0.9, 0.9, 1), rng, 500)
    left = stops.answers_left(Progress({}, {4: 3, 9: 2}), drawn, rng)
    assert (left >= 5).all(), "also where it has more answers than the maximum"


def test_recorded_rte_campaign(rng: np.random.Generator) -> None:
    """After each of the first seven passes over the open records; measured at large: docs/quality-overlap.md."""
    given, truth = recording("rte")
    states = list(adaptive(stream(given, truth, rng, controls=0.1), ADAPTIVE))
    prior = stops.assumed(ADAPTIVE, target=5, options=2, accuracy=0.73, rng=rng)
    total, held = sum(states[-1][0].values()), 0
    for numbers, progress in states[:7]:
        drawn = stops.observed(progress, prior, rng, 2000)
        told = interval(stops.answers_left(progress, drawn, rng))
        held += told.low <= total - sum(numbers.values()) <= told.high
    assert total > sum(states[6][0].values())
    assert held >= 5
