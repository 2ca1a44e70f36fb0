"""Pairs who err alike: two who work apart are right together often, but wrong together, and in the same way, seldom.

Under the null hypothesis errors are independent up to what the records make of them: two people with error rates e
and f give the same wrong answer to a record with probability lift x alike x e x f. Both factors are the campaign's,
over all its pairs: `lift` says how much more often than by chance both err (some records are hard for everybody),
`alike` how often two wrong answers are equal (with two options always, so agreement among errors alone would show
nothing there). It needs a consensus that the pair did not make themselves: with few others it sees little.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum
from typing import Annotated

from pydantic import Field

from labeling.quality.distributions import binomial_tail
from labeling.quality.suspicion.evidence import Evidence, strangeness
from projects.kinds import Settings


class Collusion(Settings):
    """Looks at pairs with `common` records or more; suspect below the probability `p`."""

    common: Annotated[int, Field(ge=1, le=100_000)] = 15
    p: Annotated[float, Field(gt=0, lt=1)] = 1e-4


@dataclass(frozen=True, slots=True)
class Pair:
    """Two annotators on the `common` records with a consensus that both answered.

    On `off` of them both differ from the consensus, on `alike` of these with the same answer. `errors` has for each
    the share of all their answers that differ from the consensus.
    """

    common: int
    off: int
    alike: int
    errors: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Crowd:
    """What errors in this campaign have in common anyway."""

    lift: float
    alike: float


def crowd(pairs: Iterable[Pair], settings: Collusion) -> Crowd:
    """Over the pairs with enough common records. Where nobody errs together: lift 1, and errors always alike."""
    known = [pair for pair in pairs if pair.common >= settings.common]
    off, alike = sum(pair.off for pair in known), sum(pair.alike for pair in known)
    expected = fsum(pair.common * pair.errors[0] * pair.errors[1] for pair in known)
    return Crowd(lift=off / expected if off and expected else 1.0, alike=alike / off if off else 1.0)


def collusion(pair: Pair, crowd: Crowd, settings: Collusion) -> Evidence | None:
    """Evidence from one pair; None with too few common records, or nothing unusual."""
    if pair.common < settings.common:
        return None
    expected = min(1.0, crowd.lift * crowd.alike * pair.errors[0] * pair.errors[1])
    p = binomial_tail(pair.alike, pair.common, expected)
    if p >= settings.p:
        return None
    return Evidence(
        "pair",
        weight=strangeness(p),
        figures={
            "common": pair.common,
            "off": pair.off,
            "alike": pair.alike,
            "expected": expected * pair.common,
            "p": p,
        },
        sentence=f"Of {pair.common} common records, these two give the same answer against the consensus to "
        f"{pair.alike}; {expected * pair.common:.1f} would be usual for how often they err (probability {p:.1g}).",
    )
