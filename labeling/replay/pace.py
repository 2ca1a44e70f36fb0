"""How long people think before they answer."""

from __future__ import annotations

import random
from collections.abc import Callable

Pace = Callable[[], float]
"""Seconds until the next answer."""

MEAN = 5.0


def pace(speed: str, seed: object) -> Pace:
    """ "max": not at all. "human": exponential pauses around 5 s, times a factor of the person's own around 1."""
    if speed == "max":
        return lambda: 0.0
    rng = random.Random(f"{seed}")
    factor = rng.lognormvariate(0, 0.4)
    return lambda: rng.expovariate(1 / (MEAN * factor))
