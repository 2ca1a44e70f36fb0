"""The figures of agreement beside alpha, by name. Which of them a question has, its kind says (`measures`)."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from labeling.quality.agreement import Alpha, alpha
from labeling.quality.chance import ac1, ac2
from labeling.quality.correlation import concordance, mean_tau, mid_ranks
from labeling.quality.figure import ONE_VALUE, Figure
from labeling.quality.numeric import intraclass, mean_deviation, within_tolerance
from labeling.quality.patterns import Pattern, Unit
from labeling.quality.sets import set_alpha
from labeling.quality.table import Level
from projects.questions.base import Kind


@dataclass(frozen=True)
class Measure:
    title: str
    figure: Figure


@dataclass(frozen=True)
class Asked:
    """A question's kind and settings, how many records show each pattern of answers, and the alpha of these."""

    kind: Kind[Any]
    settings: Any
    shown: Mapping[Pattern, int]
    alpha: Alpha

    @property
    def domain(self) -> tuple[Unit, ...] | None:
        return self.kind.domain(self.settings)


def measures(asked: Asked) -> dict[str, Measure]:
    """All that the kind names, in its order."""
    found: dict[str, Measure] = {}
    for name in asked.kind.measures:
        if name == BY_DIMENSION:
            found |= _dimensions(asked)
        else:
            title, compute = MEASURES[name]
            found[name] = Measure(title, compute(asked))
    return found


BY_DIMENSION = "alpha_by_dimension"
"""The alpha of each dimension, named alpha[dimension]."""


def _dimensions(asked: Asked) -> dict[str, Measure]:
    values = {name: Figure(value) for name, value in asked.alpha.dimensions.items()}
    values |= dict.fromkeys(asked.alpha.left_out, ONE_VALUE)
    title = asked.kind.dimension_title
    return {f"alpha[{n}]": Measure(f"Alpha of “{title(asked.settings, n)}”", f) for n, f in values.items()}


def _alpha(shown: Mapping[Pattern, int], level: Level, domain: tuple[Unit, ...] | None) -> Figure:
    found = alpha(shown, level, domain)
    return Figure(found.value, found.reason)


def _without(shown: Mapping[Pattern, int], dropped: Unit) -> Counter[Pattern]:
    rest: Counter[Pattern] = Counter()
    for pattern, records in shown.items():
        rest[tuple(entry for entry in pattern if entry[0] != dropped)] += records
    return rest


def _members(unit: Unit) -> list[str]:
    found: list[str] = json.loads(str(unit))
    return found


def _ranks(unit: Unit) -> list[float]:
    return [rank for _, rank in sorted(mid_ranks(json.loads(str(unit))).items())]


MEASURES: dict[str, tuple[str, Callable[[Asked], Figure]]] = {
    "ac1": ("Gwet’s AC1", lambda asked: ac1(asked.shown, asked.domain)),
    "ac2": ("Gwet’s AC2, quadratic weights", lambda asked: ac2(asked.shown, asked.domain)),
    "within_one": ("Within one level", lambda asked: within_tolerance(asked.shown, 1, asked.domain)),
    "alpha_nominal": ("Alpha, nominal", lambda asked: _alpha(asked.shown, "nominal", asked.domain)),
    "alpha_without_ties": (
        "Alpha without ties",
        lambda asked: _alpha(_without(asked.shown, "tie"), "nominal", asked.domain),
    ),
    "intraclass": ("Intraclass correlation, ICC(1)", lambda asked: intraclass(asked.shown)),
    "mean_deviation": (
        "Mean distance from the record’s mean",
        lambda asked: mean_deviation(asked.shown),
    ),
    "alpha_masi": ("Alpha of whole sets, MASI", lambda asked: set_alpha(asked.shown, _members, "masi")),
    "alpha_jaccard": (
        "Alpha of whole sets, Jaccard",
        lambda asked: set_alpha(asked.shown, _members, "jaccard"),
    ),
    "mean_tau": ("Mean Kendall’s tau-b", lambda asked: mean_tau(asked.shown, _ranks)),
    "concordance": ("Kendall’s W", lambda asked: concordance(asked.shown, _ranks)),
}
"""The title of each, and how it is computed. The units of sets and rankings are JSON, see `Kind.unit`."""
