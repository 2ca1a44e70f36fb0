"""What a reviewer is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log10
from typing import Literal

Kind = Literal["fast", "straight", "pair"]

LEAST = 1e-300


@dataclass(frozen=True, slots=True)
class Evidence:
    """`weight` says how strange it is, comparable within a kind; `sentence` says it in words, with its figures."""

    kind: Kind
    weight: float
    figures: Mapping[str, float]
    sentence: str


def strangeness(p: float) -> float:
    """The weight of something as improbable as p: the number of zeros behind the point."""
    return -log10(max(p, LEAST))
