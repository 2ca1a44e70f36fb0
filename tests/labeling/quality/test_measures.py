"""The figures beside alpha, by the names that the kinds give."""

from typing import Any

import pytest

from labeling.quality.agreement import alpha
from labeling.quality.measures import Asked, Measure, measures
from labeling.quality.patterns import Pattern
from projects.questions import kind


def measured(name: str, settings: dict[str, Any], shown: dict[Pattern, int]) -> dict[str, Measure]:
    found = kind(name)
    options = found.settings(settings)
    level = found.level_of(options)
    assert level
    return measures(Asked(found, options, shown, alpha(shown, level, found.domain(options))))


def test_preferences_without_ties() -> None:
    shown: dict[Pattern, int] = {
        (("a", 2),): 2,
        (("b", 2),): 2,
        (("a", 1), ("tie", 1)): 5,
        (("a", 1), ("b", 1), ("tie", 1)): 1,
    }
    found = measured("preference", {}, shown)["alpha_without_ties"]
    decided: dict[Pattern, int] = {(("a", 2),): 2, (("b", 2),): 2, (("a", 1), ("b", 1)): 1}
    assert found.figure.value == pytest.approx(alpha(decided, "nominal").value)


def test_what_cannot_be_computed_says_why() -> None:
    found = measured("number", {}, {((3, 2),): 1})
    assert {name: one.figure.reason for name, one in found.items()} == {
        "intraclass": "a single record has two answers",
        "mean_deviation": "",
    }
    assert all(one.figure.reason for one in measured("ranking", {"options": ["x", "y"]}, {}).values())
