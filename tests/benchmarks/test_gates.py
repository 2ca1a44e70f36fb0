"""The operating characteristics of the gates: who is flagged, and after how many controls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from statistics import median

import pytest

from labeling.quality.gate import Gate, sprt
from labeling.quality.operating import flagged_by

pytestmark = pytest.mark.benchmark

RUNS = 20_000
CONTROLS = 40
ACCURACIES = (0.95, 0.90, 0.85, 0.80, 0.70, 0.60, 1 / 2, 1 / 3, 1 / 4)
GATES = {
    "p0 .85, p1 .60": Gate(p1=0.60),
    "p0 .85, p1 .55 (default)": Gate(),
    "p0 .85, p1 .50": Gate(p1=0.50),
    "p0 .85, p1 .60, alpha .05": Gate(p1=0.60, alpha=0.05),
    "p0 .90, p1 .65": Gate(p0=0.90, p1=0.65),
    "p0 .95, p1 .70": Gate(p0=0.95, p1=0.70),
}


@dataclass(frozen=True)
class Characteristic:
    """The share flagged within the controls, and the median number to a flag, of all; None where half never are."""

    flagged: float
    median: int | None

    def __str__(self) -> str:
        share = f"{self.flagged:.3f}"
        return share if self.median is None else f"{share} ({self.median})"


def simulate(gate: Gate, accuracy: float, random: Random) -> Characteristic:
    flags = list(_flags(gate, accuracy, random))
    middle = median(flags)
    return Characteristic(
        sum(flag <= CONTROLS for flag in flags) / RUNS, int(middle) if middle <= CONTROLS else None
    )


def _flags(gate: Gate, accuracy: float, random: Random) -> Iterator[int]:
    """After how many controls each person is flagged; one more than there are for whoever is not."""
    for _ in range(RUNS):
        grades = (random.random() < accuracy for _ in range(CONTROLS))
        yield sprt(grades, gate).flagged_at or CONTROLS + 1


@pytest.fixture(scope="module")
def characteristics() -> dict[str, dict[float, Characteristic]]:
    random = Random(2026)
    return {
        name: {accuracy: simulate(gate, accuracy, random) for accuracy in ACCURACIES}
        for name, gate in GATES.items()
    }


def test_the_default_gate(
    characteristics: dict[str, dict[float, Characteristic]], capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        print(f"\n| gate | {' | '.join(f'{accuracy:.2f}' for accuracy in ACCURACIES)} |")
        for name, found in characteristics.items():
            print(f"| {name} | {' | '.join(map(str, found.values()))} |")
    default = characteristics["p0 .85, p1 .55 (default)"]
    assert default[0.85].flagged < 0.01
    assert default[0.95].flagged < 0.001
    assert (default[1 / 4].median or CONTROLS) <= 8
    assert (default[1 / 3].median or CONTROLS) <= 8


@pytest.mark.parametrize("name", GATES)
def test_simulated_as_computed(characteristics: dict[str, dict[float, Characteristic]], name: str) -> None:
    """Within four standard errors of the exact figures, by other code."""
    for accuracy, found in characteristics[name].items():
        exact = flagged_by(GATES[name], accuracy, CONTROLS)[-1]
        assert abs(found.flagged - exact) <= 4 * (exact * (1 - exact) / RUNS) ** 0.5 + 1 / RUNS
