"""Straight-lining: the same answer over and over, where the records do not ask for it.

Under the null hypothesis the answers are independent draws from shares: best those of the others' answers to the same
records, for records are not always dealt in random order; else the campaign's. A leaning towards a value is common and
honest; hence little variety must be both improbable and large before it counts.
"""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from itertools import groupby
from math import fsum, log2
from typing import Annotated

from pydantic import Field

from labeling.quality.consensus import Value
from labeling.quality.distributions import binomial_tail
from labeling.quality.suspicion.evidence import Evidence, strangeness
from projects.kinds import Settings


class Straight(Settings):
    """Suspect, from `answers` on: a run as long as has probability below `p`; or a value as frequent as has, with
    less than `entropy` of the entropy that is usual.
    """

    answers: Annotated[int, Field(ge=2, le=10_000)] = 20
    p: Annotated[float, Field(gt=0, lt=1)] = 1e-4
    entropy: Annotated[float, Field(ge=0, le=1)] = 0.5


def straight(values: Sequence[Value], shares: Mapping[Value, float], settings: Straight) -> Evidence | None:
    """Evidence from an annotator's answers in order of time; `shares` by value, summing to 1 (KeyError for a value
    that is not there: leave the own answers in).
    """
    if len(values) < settings.answers:
        return None
    run = max(sum(1 for _ in group) for _, group in groupby(values))
    top, count = Counter(values).most_common(1)[0]
    run_p = longest_run_p(run, len(values), shares)
    top_p = min(1.0, len(shares) * binomial_tail(count, len(values), shares[top]))
    own, usual = entropy(Counter(values)), entropy(shares)
    monotonous = top_p < settings.p and own < settings.entropy * usual
    if run_p >= settings.p and not monotonous:
        return None
    figures = {
        "answers": len(values),
        "run": run,
        "run_p": run_p,
        "most": count,
        "most_p": top_p,
        "entropy": own,
        "usual_entropy": usual,
    }
    return Evidence(
        "straight", strangeness(min(run_p, top_p) if monotonous else run_p), figures, _sentence(figures)
    )


def entropy(weights: Mapping[Value, float]) -> float:
    """C. E. Shannon's, in bits, of counts or shares."""
    total = fsum(weights.values())
    return fsum(-weight / total * log2(weight / total) for weight in weights.values() if weight)


def longest_run_p(run: int, answers: int, shares: Mapping[Value, float]) -> float:
    """An upper bound of the probability that some value comes `run` times in a row or more: the sum over the values."""
    return min(1.0, fsum(_run_p(run, answers, share) for share in shares.values()))


def _run_p(run: int, trials: int, p: float) -> float:
    """The probability of `run` successes in a row among so many trials, by their recurrence (W. Feller, An
    Introduction to Probability Theory I, 3rd ed. 1968, XIII.7): the first such run ends at trial t only if the one
    before it began was a failure, and none had ended until then.
    """
    ends = deque(
        [0.0] * (run + 1), maxlen=run + 1
    )  # the probability that it has happened by trial t - run - 1, ..., t - 1
    reached = 0.0
    for trial in range(1, trials + 1):
        if trial == run:
            reached = p**run
        elif trial > run:
            reached += (1 - ends[0]) * (1 - p) * p**run
        ends.append(reached)
    return reached


def _sentence(figures: Mapping[str, float]) -> str:
    return (
        f"{figures['most']} of {figures['answers']} answers are the same, up to {figures['run']} in a row; "
        f"chance would give such a run with probability {figures['run_p']:.1g}. The answers vary by "
        f"{figures['entropy']:.2f} bits, where {figures['usual_entropy']:.2f} are usual."
    )
