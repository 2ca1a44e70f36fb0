from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from labeling.quality.rules import COLLECTORS, Rule, Rules

RULE: dict[str, Any] = {
    "name": "Too many controls missed",
    "collector": {"kind": "control_answers", "last": 10},
    "conditions": [
        {"figure": "answers", "operator": ">=", "number": 5},
        {"figure": "wrong_share", "operator": ">", "number": 0.4},
    ],
    "action": "pause",
}


def test_a_rule_survives_its_json() -> None:
    rule = Rule.model_validate(RULE)
    assert rule.model_dump(mode="json") == {**RULE, "trial": False}
    assert Rule.model_validate(rule.model_dump(mode="json")) == rule


def test_every_collector_can_be_named() -> None:
    for kind, collector in COLLECTORS.items():
        figure = next(iter(collector.figures))
        made = Rule.model_validate(
            {
                **RULE,
                "collector": {"kind": kind},
                "conditions": [{"figure": figure, "operator": ">", "number": 1}],
            }
        )
        assert type(made.collector) is collector


def test_a_collector_has_the_figures_that_it_says() -> None:
    for collector in COLLECTORS.values():
        assert list(collector().start().figures()) == list(collector.figures)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 61},
        {"action": "ban"},
        {"conditions": []},
        {"collector": {"kind": "captcha"}},
        {"collector": {"kind": "control_answers", "last": 0}},
        {"collector": {"kind": "control_answers", "seconds": 3}},
        {"conditions": [{"figure": "skips", "operator": ">", "number": 1}]},
        {"conditions": [{"figure": "answers", "operator": "!=", "number": 1}]},
        {"conditions": [{"figure": "answers", "operator": ">", "number": float("nan")}]},
    ],
)
def test_what_is_no_rule_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Rule.model_validate({**RULE, **wrong})


def test_an_unknown_figure_is_named_with_the_known_ones() -> None:
    asked = [{"figure": "skips", "operator": ">", "number": 1}]
    with pytest.raises(
        ValidationError, match="“skips” is none of this collector's figures: answers, right, wrong"
    ):
        Rule.model_validate({**RULE, "conditions": asked})


@pytest.mark.parametrize(
    ("operator", "met"),
    [
        ("<", [True, False, False]),
        ("<=", [True, True, False]),
        ("==", [False, True, False]),
        (">=", [False, True, True]),
        (">", [False, False, True]),
    ],
)
def test_operators(operator: str, met: list[bool]) -> None:
    rule = Rule.model_validate(
        {**RULE, "conditions": [{"figure": "answers", "operator": operator, "number": 5}]}
    )
    assert [rule.holds({"answers": number}) for number in (4, 5, 6)] == met


@pytest.mark.parametrize("operator", ["<", "<=", "==", ">=", ">"])
def test_what_cannot_be_told_yet_meets_no_condition(operator: str) -> None:
    rule = Rule.model_validate(
        {**RULE, "conditions": [{"figure": "wrong_share", "operator": operator, "number": 0}]}
    )
    assert not rule.holds({"wrong_share": None})


def test_a_campaigns_rules_have_different_names() -> None:
    rules = TypeAdapter(Rules)
    assert len(rules.validate_python([RULE, {**RULE, "name": "Another"}])) == 2
    with pytest.raises(ValidationError, match="the same name"):
        rules.validate_python([RULE, RULE])
