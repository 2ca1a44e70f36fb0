"""What a campaign still takes: answers, hours of work, people, and when it ends; with intervals.

Before the start the intervals come from what is assumed. During the run what was observed takes over, at the speed at
which it becomes known; the notes say what the figures cannot know yet.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, isfinite

import numpy as np

from labeling.quality import stops
from labeling.quality.stops import Floats, Progress, Stops

CONFIDENCE = 0.9
DRAWS = 2000
STAND_INS = 5  # answers that each of the three assumed annotators gave
IDLE = 5  # times the median: whoever took longer for an answer was not at it all the time
FEW_RECORDS, FEW_PEOPLE, FEW_HOURS, DAY = 30, 5, 3, 24


@dataclass(frozen=True, slots=True)
class Range:
    """The median, and bounds meant to hold the value nine times in ten, as far as the notes allow."""

    low: float
    expected: float
    high: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is still to be done. `hours` are hours of work; `finish` is in hours by the clock from now.

    `people` is how many it takes to do it, each giving their hours; `finish` is None where nothing can be said.
    """

    answers: Range
    hours: Range
    people: Range
    finish: Range | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effort:
    """What is assumed of people, and what was seen of them.

    `seconds`: what an answer takes; `each`: the hours that a person gives; `observed`: seconds of answers, by
    annotator; `hourly`: answers that came in during each of the last hours, oldest first.
    """

    seconds: Range
    each: float
    observed: Mapping[Hashable, Sequence[float]]
    hourly: Sequence[int] = ()


def forecast(progress: Progress, prior: Stops, effort: Effort, rng: np.random.Generator) -> Forecast:
    """What is left. Before the start every record is open with 0 answers, and nobody was observed.

    `prior` is where records are assumed to stop (`stops.assumed`).
    """
    left = stops.answers_left(progress, stops.observed(progress, prior, rng, DRAWS), rng)
    if not left.any():
        return Forecast(Range(0, 0, 0), Range(0, 0, 0), Range(0, 0, 0), Range(0, 0, 0), ())
    hours = interval(left * seconds_each(effort, rng) / 3600)
    until = interval(hours_until(left, effort.hourly, rng)) if len(effort.hourly) >= FEW_HOURS else None
    finish = until if until and isfinite(until.high) else None
    # A record wants different people, however few hours it takes.
    most = prior.hazard.shape[1] - 1 if progress.open else 1
    people = Range(
        *(float(max(ceil(h / effort.each), most)) for h in (hours.low, hours.expected, hours.high))
    )
    return Forecast(interval(left), hours, people, finish, tuple(_notes(progress, effort, finish)))


def seconds_each(effort: Effort, rng: np.random.Generator, draws: int = DRAWS) -> Floats:
    """Draws of the mean seconds of an answer: a bootstrap over annotators, whose own answers resemble each other.

    Breaks are cut off. Three stand-ins with the assumed seconds are always among those drawn from: alone at first,
    and hardly felt once there are some hundred answers.
    """
    times = [np.asarray(own, dtype=np.float64) for own in effort.observed.values() if len(own)]
    cut = IDLE * float(np.median(np.concatenate(times))) if times else 0.0
    stand_ins = [effort.seconds.low, effort.seconds.expected, effort.seconds.high]
    total = np.array([np.minimum(own, cut).sum() for own in times] + [STAND_INS * each for each in stand_ins])
    count = np.array([len(own) for own in times] + [STAND_INS for _ in stand_ins], dtype=np.float64)
    weights = rng.multinomial(len(total), np.full(len(total), 1 / len(total)), size=draws)
    mean: Floats = (weights @ total) / (weights @ count)
    return mean


def hours_until(left: Floats, hourly: Sequence[int], rng: np.random.Generator) -> Floats:
    """Draws of the hours by the clock until that many answers are in, at the rate of the given hours.

    A bootstrap over blocks of hours, since busy hours come together, and over whole days where there are three
    (the circular block bootstrap of Politis and Romano, 1992). Infinite where a draw holds no answer.
    """
    hours = len(hourly)
    block = DAY if hours >= 3 * DAY else ceil(hours ** (1 / 3))
    starts = rng.integers(hours, size=(len(left), ceil(hours / block), 1))
    drawn = ((starts + np.arange(block)) % hours).reshape(len(left), -1)[:, :hours]
    rate = np.asarray(hourly, dtype=np.float64)[drawn].mean(1)
    until: Floats = np.divide(left, rate, out=np.full_like(left, np.inf), where=rate > 0)
    return until


def interval(draws: Floats) -> Range:
    """The median of the draws, and the bounds that leave a twentieth of them out on either side."""
    bounds = [(1 - CONFIDENCE) / 2, 0.5, (1 + CONFIDENCE) / 2]
    low, middle, high = np.quantile(draws, bounds, method="inverted_cdf")
    return Range(float(low), float(middle), float(high))


def _notes(progress: Progress, effort: Effort, finish: Range | None) -> Iterator[str]:
    decided = sum(progress.stopped.values())
    if progress.open and decided < FEW_RECORDS:
        yield f"Only {decided} records are done: how many answers one takes is mostly assumed."
    people = sum(bool(len(own)) for own in effort.observed.values())
    if people < FEW_PEOPLE:
        yield f"Only {people} people have answered: the time for an answer is mostly assumed."
    if len(effort.hourly) < FEW_HOURS:
        yield "Too few hours of work to say when it will end."
    elif finish is None:
        yield "Too little came in lately to say when it will end."
    elif len(effort.hourly) < 3 * DAY:
        yield "Less than three days of work: nights and weekends are not in the rate."
