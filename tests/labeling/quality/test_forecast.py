from collections.abc import Hashable, Mapping, Sequence

import numpy as np
import pytest

from labeling.quality import stops
from labeling.quality.forecast import Effort, Forecast, Range, forecast, hours_until, interval, seconds_each
from labeling.quality.overlap import Overlap
from labeling.quality.stops import Progress, Stops

GUESS = Range(10, 20, 60)
FIXED = Stops(np.eye(4)[-1:])  # three answers each


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def effort(
    observed: Mapping[Hashable, Sequence[float]] | None = None, hourly: Sequence[int] = (), each: float = 2
) -> Effort:
    return Effort(GUESS, each, observed or {}, hourly)


def crowd(people: int, answers: int, seconds: float, rng: np.random.Generator) -> dict[Hashable, list[float]]:
    return {
        person: (seconds * rng.lognormal(0, 0.4) * rng.lognormal(0, 0.5, answers)).tolist()
        for person in range(people)
    }


def before(records: int, rng: np.random.Generator) -> Forecast:
    return forecast(Progress({}, {0: records}), FIXED, effort(), rng)


def test_before_the_start_of_a_fixed_campaign_only_the_time_is_open(rng: np.random.Generator) -> None:
    plan = before(1000, rng)
    assert plan.answers == Range(3000, 3000, 3000)
    assert 3000 * 10 / 3600 <= plan.hours.low < plan.hours.expected < plan.hours.high <= 3000 * 60 / 3600
    assert plan.people.expected == np.ceil(plan.hours.expected / 2)
    assert plan.finish is None
    assert len(plan.notes) == 3, "neither stops nor seconds nor hours were seen"


def test_a_record_wants_different_people_however_short_the_work(rng: np.random.Generator) -> None:
    assert before(2, rng).people == Range(3, 3, 3)


def test_before_the_start_of_an_adaptive_campaign_the_answers_are_open_too(rng: np.random.Generator) -> None:
    settings = Overlap(mode="adaptive", maximum=8)
    prior = stops.assumed(settings, target=4, options=3, accuracy=0.75, rng=rng)
    plan = forecast(Progress({}, {0: 1000}), prior, effort(), rng)
    assert 2000 < plan.answers.low < plan.answers.expected < plan.answers.high < 8000
    assert plan.people.low >= 8


def test_nothing_left_takes_nothing(rng: np.random.Generator) -> None:
    nothing = Range(0, 0, 0)
    done = forecast(Progress({3: 50}, {}), FIXED, effort(hourly=[5, 5, 5]), rng)
    assert done == Forecast(nothing, nothing, nothing, nothing, ())


def test_seconds_are_assumed_until_they_are_seen(rng: np.random.Generator) -> None:
    alone = interval(seconds_each(effort(), rng))
    one = interval(seconds_each(effort({"ann": [4.0, 5.0, 6.0]}), rng))
    many = interval(seconds_each(effort(crowd(60, 50, 5, rng)), rng))
    assert alone.low < 20 < 40 < alone.high
    assert alone.low > one.low
    assert one.high - one.low > 5 * (many.high - many.low), "three answers of one person say little"
    assert 5 < many.low < many.high < 8


def test_a_break_is_no_work(rng: np.random.Generator) -> None:
    steady = crowd(60, 50, 5, rng)
    with_breaks = {person: [*times, 3600.0] for person, times in steady.items()}
    assert np.median(seconds_each(effort(with_breaks), rng)) == pytest.approx(
        np.median(seconds_each(effort(steady), rng)), rel=0.1
    )


@pytest.mark.parametrize("people", [10, 40])
def test_the_interval_of_the_seconds_holds_the_truth_about_nine_times_in_ten(
    people: int, rng: np.random.Generator
) -> None:
    """Means of a lognormal person times a lognormal answer; stand-ins that are right widen it for few people."""
    truth = 20 * np.exp(0.4**2 / 2 + 0.5**2 / 2)
    intervals = [interval(seconds_each(effort(crowd(people, 40, 20, rng)), rng, 500)) for _ in range(200)]
    assert np.mean([one.low <= truth <= one.high for one in intervals]) > 0.82


def test_the_end_is_told_from_the_recent_rate(rng: np.random.Generator) -> None:
    left = np.full(2000, 500.0)
    assert set(hours_until(left, [50] * 10, rng)) == {10.0}
    busy = interval(hours_until(left, rng.poisson(50, 48).tolist(), rng))
    assert 9 < busy.low < 10 < busy.high < 11


def test_days_with_quiet_nights_are_taken_whole(rng: np.random.Generator) -> None:
    """Every day brings 8 busy hours of 50: whole days always hold 400, whichever hour they begin at."""
    week = ([0] * 16 + [50] * 8) * 7
    until = interval(hours_until(np.full(2000, 800.0), week, rng))
    assert until.expected == pytest.approx(48)
    assert until.high - until.low < 1e-9


def test_without_answers_there_is_no_end(rng: np.random.Generator) -> None:
    progress = Progress({}, {0: 1000})
    silent = forecast(progress, FIXED, effort(hourly=[0] * 30), rng)
    nearly = forecast(progress, FIXED, effort(hourly=[0] * 30 + [1]), rng)
    started = forecast(progress, FIXED, effort(hourly=[20, 30]), rng)
    assert silent.finish is nearly.finish is started.finish is None
    assert "Too little came in lately to say when it will end." in silent.notes
    assert "Too few hours of work to say when it will end." in started.notes


def test_a_campaign_under_way_needs_no_excuse(rng: np.random.Generator) -> None:
    prior = stops.assumed(Overlap(mode="adaptive"), target=5, options=2, accuracy=0.8, rng=rng)
    seen = effort(crowd(20, 30, 8, rng), rng.poisson(40, 100).tolist())
    now = forecast(Progress({2: 400, 3: 100}, {2: 300, 0: 200}, owed=50), prior, seen, rng)
    assert now.notes == ()
    assert now.finish is not None
    assert 0 < now.finish.low < now.finish.expected < now.finish.high
    assert now.answers.low > 300 + 2 * 200 + 50


def test_randomness_is_passed_in() -> None:
    prior = stops.assumed(
        Overlap(mode="adaptive"), target=3, options=2, accuracy=0.7, rng=np.random.default_rng(0)
    )
    first, again, other = (
        forecast(Progress({}, {0: 100}), prior, effort(), np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    assert first == again != other
