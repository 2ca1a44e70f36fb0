"""How sure a few answers make us, while they arrive: enough to say whether another one is needed.

The one-coin model: an annotator is right with one probability, and when wrong, gives any other value as readily. Cruder
than Dawid-Skene, and for that reason the safer judge of when to stop: at two or three answers a confusion matrix is
over-confident. At .9 Dawid-Skene stopped after 2.98 answers with .879 right (rte), this after 4.76 with .922.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import exp, log

from labeling.quality.consensus import Value

RIGHT, WRONG = 4.0, 2.0
LEAST, MOST = 0.05, 0.97


def skill(right: float, wrong: float) -> float:
    """The probability that an annotator is right, after so many right and wrong answers (parts of them count).

    The mean of a Beta(4, 2) prior with them, kept within .05 and .97: nobody is ever beyond doubt.
    """
    if right < 0 or wrong < 0:
        raise ValueError("nobody has fewer than no answers")
    return min(MOST, max(LEAST, (RIGHT + right) / (RIGHT + right + WRONG + wrong)))


def posterior(
    answers: Iterable[tuple[Value, float]],
    values: Sequence[Value],
    priors: Mapping[Value, float] | None = None,
) -> dict[Value, float]:
    """How probably each of the `values` is true of a record, given (value, skill of who gave it).

    `priors` are above 0, in any unit; without them all values are equally probable at first. KeyError for an answer
    that is none of the values.
    """
    joint = {value: log(priors[value]) if priors else 0.0 for value in values}
    for answer, ability in answers:
        others = max(1, len(joint) - 1)
        joint[answer] += log(ability) - log((1 - ability) / others)
    most = max(joint.values(), default=0.0)
    odds = {value: exp(one - most) for value, one in joint.items()}
    total = sum(odds.values())
    return {value: one / total for value, one in odds.items()}


def update(before: Mapping[Value, float], answer: Value, ability: float) -> dict[Value, float]:
    """The same after one more answer; linear in the number of values."""
    return posterior([(answer, ability)], list(before), before)
