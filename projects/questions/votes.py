"""Counting weighted votes. Sums are exactly rounded (fsum), so no result depends on the order of the votes."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import accumulate
from math import frexp, fsum, isclose, isfinite, ldexp
from typing import Any, TypeVar

V = TypeVar("V", bound=Hashable)

CLOSE = 1e-9
"""What differs by less is level: weights are measured, their last digits mean nothing."""


def weighed(answers: Sequence[Any], weights: Sequence[float] | None) -> list[float]:
    """One weight for each answer, 1 where none are given; scaled by a power of 2, so exactly, for the largest to lie
    between 1 and 2.

    ValueError: another number of them, or one that is no finite number from 0 up.
    """
    if weights is None:
        return [1.0] * len(answers)
    if len(weights) != len(answers):
        raise ValueError("there must be one weight for each answer")
    if not all(isfinite(weight) and weight >= 0 for weight in weights):
        raise ValueError("a weight must be a finite number from 0 up")
    _, exponent = frexp(max(weights, default=0))
    return [ldexp(weight, 1 - exponent) for weight in weights]


def tally(votes: Iterable[tuple[V, float]]) -> dict[V, float]:
    """The weight of each value."""
    found: defaultdict[V, list[float]] = defaultdict(list)
    for value, weight in votes:
        found[value].append(weight)
    return {value: fsum(weights) for value, weights in found.items()}


def level(a: float, b: float) -> bool:
    """Of sums of weights as `weighed` gives them."""
    return isclose(a, b, rel_tol=CLOSE, abs_tol=CLOSE)


def median(values: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The lower and the upper median of pairs of a number and its weight; they differ where exactly half lies below.

    ValueError where there are none.
    """
    ordered = sorted((value, weight) for value, weight in values if weight > 0)
    if not ordered:
        raise ValueError("no number has any weight")
    half = fsum(weight for _, weight in ordered) / 2
    reached = list(accumulate(weight for _, weight in ordered))
    lower = next(place for place, below in enumerate(reached) if below > half or level(below, half))
    upper = lower + level(reached[lower], half)
    return ordered[lower][0], ordered[upper][0]
