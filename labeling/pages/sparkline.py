"""A question's agreement over time as a small drawing: points of an SVG, made on the server."""

from collections.abc import Sequence
from dataclasses import dataclass

from labeling.models import Reading

WIDTH, HEIGHT = 600, 120
FIRM, TENTATIVE = 0.8, 2 / 3


@dataclass(frozen=True)
class Sparkline:
    """`line` is alpha, `band` its interval, each as an SVG's points; `firm` and `tentative` are heights of guides."""

    line: str
    band: str
    last: tuple[float, float]
    firm: float
    tentative: float
    zero: float
    first: Reading
    latest: Reading
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(readings: Sequence[Reading]) -> Sparkline | None:
    """Of the readings that have an alpha, oldest first; None where there are fewer than two."""
    drawn = [reading for reading in readings if reading.alpha is not None]
    if len(drawn) < 2:
        return None
    floor = min([0.0, *(_low(reading) for reading in drawn)])
    begin, end = drawn[0].at, drawn[-1].at
    span = (end - begin).total_seconds() or 1.0

    def across(reading: Reading) -> float:
        return round(WIDTH * (reading.at - begin).total_seconds() / span, 1)

    def down(value: float) -> float:
        return round(HEIGHT * (1 - value) / (1 - floor), 1)

    line = [(across(one), down(one.alpha or 0.0)) for one in drawn]
    below = [(across(one), down(_low(one))) for one in drawn]
    above = [(across(one), down(_high(one))) for one in reversed(drawn)]
    return Sparkline(
        line=_points(line),
        band=_points([*below, *above]),
        last=line[-1],
        firm=down(FIRM),
        tentative=down(TENTATIVE),
        zero=down(0.0),
        first=drawn[0],
        latest=drawn[-1],
    )


def _low(reading: Reading) -> float:
    return (reading.alpha or 0.0) if reading.low is None else reading.low


def _high(reading: Reading) -> float:
    return (reading.alpha or 0.0) if reading.high is None else reading.high


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in places)
