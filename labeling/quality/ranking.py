"""How annotators are ranked: by what we may claim about each, not by what happened to be observed.

The lower bound of the share of agreement, not the share itself: 5 of 5 is less evidence than 95 of 100.
Agreement is counted against the others only (leave-one-out): one's own vote must not help to make the
consensus one is measured by.
"""

from collections.abc import Mapping
from math import sqrt
from statistics import NormalDist

from labeling.quality.consensus import Value, majority


def agrees(own: Value, counts: Mapping[Value, int]) -> bool | None:
    """Whether one answer equals the consensus of the other answers to the record.

    `counts` holds all answers to the record, the own one included (KeyError otherwise). None, so not to be
    counted as compared, where there is no other answer or the others are tied.
    """
    others = {**counts, own: counts[own] - 1}
    winners, _ = majority(others)
    return own in winners if len(winners) == 1 else None


def standing(agreed: float, compared: float, confidence: float = 0.9) -> float | None:
    """Lower bound of the share of agreement, one-sided at `confidence`; None before any comparison.

    The score interval of E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209-212:
    the least p for which `agreed` of `compared` lies within z standard errors of p. Its centre is the
    observed share, shrunk towards a half as though z^2 more answers had been right half of the time.
    """
    if not 0 <= agreed <= compared:
        raise ValueError("agreed must lie between 0 and compared")
    if not compared:
        return None
    z = NormalDist().inv_cdf(confidence)
    centre = agreed + z**2 / 2
    spread = z * sqrt(agreed * (compared - agreed) / compared + z**2 / 4)
    return max(0.0, (centre - spread) / (compared + z**2))
