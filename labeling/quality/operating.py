"""What a gate will do, before anybody is judged by it: its operating characteristic, exactly."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from labeling.quality.gate import Gate

DIGITS = 9  # of the log-likelihood ratio: sums in another order are the same state
NEGLIGIBLE = 1e-15  # states less likely than this are dropped: together they stay far below what is shown


def flagged_by(gate: Gate, accuracy: float, controls: int) -> tuple[float, ...]:
    """The probability that somebody of this accuracy is flagged by control 1, 2, ..., `controls`.

    Exact, to 1e-9, for independent answers: the distribution of the log-likelihood ratio, control by control.
    """
    return tuple(islice(_flagged(gate, accuracy), controls))


def median_controls(gate: Gate, accuracy: float, controls: int = 200) -> int | None:
    """After how many controls half of such people are flagged; None if not within `controls`."""
    found = enumerate(islice(_flagged(gate, accuracy), controls), start=1)
    return next((count for count, probability in found if probability >= 0.5), None)


def _flagged(gate: Gate, accuracy: float) -> Iterator[float]:
    outcomes = ((accuracy, gate.gain(True)), (1 - accuracy, gate.gain(False)))
    states, flagged = {0.0: 1.0}, 0.0
    while True:
        following: dict[float, float] = defaultdict(float)
        for llr, probability in states.items():
            for chance, gain in outcomes:
                reached = max(gate.floor, round(llr + gain, DIGITS))
                following[reached] += probability * chance
        flagged += sum(probability for llr, probability in following.items() if llr >= gate.bound)
        states = {llr: p for llr, p in following.items() if llr < gate.bound and p > NEGLIGIBLE}
        yield flagged
