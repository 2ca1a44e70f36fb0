import numpy as np
import pytest

from labeling.assess import assessment
from labeling.assess.assessment import Assessment, assess
from labeling.quality.patterns import Unit
from labeling.quality.table import Level
from labeling.quality.votes import Name, votes

GIVEN = [(f"r{place}", f"w{who}", place % 2) for place in range(10) for who in range(3)]


def assessed(
    given: list[tuple[str, str, int]], truth: dict[Name, Unit] | None = None, level: Level = "nominal"
) -> Assessment:
    return assess(votes(given), truth, level, np.random.default_rng(0))


def test_counts_and_accuracy() -> None:
    found = assessed(GIVEN, {"r0": 0, "r1": 0, "elsewhere": 1})
    assert (found.labels, found.items, found.workers, found.values, found.overlap) == (30, 10, 3, 2, 3.0)
    assert found.known == 2
    assert found.majority == found.weighted == assessment.Decided(tied=0.0, accuracy=0.5)
    assert found.fitted is not None
    assert found.fitted.decided.accuracy == 0.5
    assert found.agreement.alpha.value == 1.0
    assert found.agreement.percent == 1.0


def test_a_truth_that_nobody_gave_is_never_met() -> None:
    found = assessed(GIVEN, {"r0": 7})
    assert found.majority
    assert found.majority.accuracy == 0.0


def test_without_a_truth_there_is_no_accuracy() -> None:
    found = assessed(GIVEN)
    assert found.known is None
    assert found.majority
    assert found.majority.accuracy is None


@pytest.mark.parametrize(
    ("given", "level", "why"),
    [
        (GIVEN, "interval", "no choices"),
        ([(f"r{place}", "w", place % 2) for place in range(9)], "nominal", "two labels"),
    ],
)
def test_why_there_is_no_fitted_model(given: list[tuple[str, str, int]], level: Level, why: str) -> None:
    found = assessed(given, level=level)
    assert found.fitted is None
    assert why in found.obstacle
    assert (found.majority is None) == (level == "interval")


def test_values_without_number_are_not_modelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assessment, "CELLS", 19)
    assert "2 different values are too many" in assessed(GIVEN).obstacle


def test_many_patterns_are_resampled_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    assert assessed(GIVEN).agreement.resamples == 1000
    monkeypatch.setattr(assessment, "ENTRIES", 900)
    assert assessed(GIVEN).agreement.resamples == 450
    monkeypatch.setattr(assessment, "ENTRIES", 9)
    assert assessed(GIVEN).agreement.resamples == 100
