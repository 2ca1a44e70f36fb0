"""A rule as data: collector, conditions, action."""

from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from labeling.quality.rules.collectors import Collector
from projects.kinds import Line, Settings

Action = Literal["notify", "warn", "pause", "cap"]
"""Tell a reviewer; warn the annotator; pause them until a reviewer decides; let them do no more, without blame."""

Operator = Literal["<", "<=", "==", ">=", ">"]
OPERATORS: Mapping[Operator, Callable[[float, float], bool]] = {
    "<": lt,
    "<=": le,
    "==": eq,
    ">=": ge,
    ">": gt,
}


class Condition(Settings):
    """`figure` is one of the collector's. What cannot be told yet, such as a share of nothing, meets no condition."""

    figure: Line
    operator: Operator
    number: Annotated[float, Field(allow_inf_nan=False)]

    def holds(self, figures: Mapping[str, float | None]) -> bool:
        value = figures[self.figure]
        return value is not None and OPERATORS[self.operator](value, self.number)


class Rule(Settings):
    """When all conditions hold on what is collected, the action follows; on trial, it is only written down."""

    name: Annotated[Line, StringConstraints(max_length=60)]
    collector: Collector
    conditions: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=10, strict=False)]
    action: Action
    trial: bool = False

    @model_validator(mode="after")
    def figures_exist(self) -> Self:
        for condition in self.conditions:
            if condition.figure not in self.collector.figures:
                known = ", ".join(self.collector.figures)
                raise ValueError(f"“{condition.figure}” is none of this collector's figures: {known}")
        return self

    def holds(self, figures: Mapping[str, float | None]) -> bool:
        return all(condition.holds(figures) for condition in self.conditions)


def _named_once(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    names = [rule.name for rule in rules]
    if len(set(names)) < len(names):
        raise ValueError("two rules have the same name")
    return rules


Rules = Annotated[tuple[Rule, ...], Field(max_length=50, strict=False), AfterValidator(_named_once)]
"""A campaign's rules; each is known by its name."""
