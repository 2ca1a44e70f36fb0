from collections.abc import Collection
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from labeling.quality.overlap import (
    Decision,
    Demand,
    Overlap,
    Rule,
    Stratum,
    certain,
    decide,
    demand,
    obstacle,
    place,
    precise,
    vacancies,
)
from labeling.quality.posterior import posterior
from tests.labeling.quality.recorded_campaign import fixed, judge, recording, settled, stream

ADAPTIVE = Overlap(mode="adaptive", minimum=2, maximum=5)
NATIVE_AND_EXPERT = Overlap(strata=(Stratum(group="expert", answers=1), Stratum(group="native", answers=2)))


@pytest.mark.parametrize(
    ("answers", "settled", "decision"),
    [
        (0, [False], Decision(2, "below the minimum")),
        (1, [True], Decision(2, "below the minimum")),
        (2, [True], Decision(2, "settled")),
        (2, [False], Decision(3, "open")),
        (4, [True, False], Decision(5, "open")),
        (4, [True, True], Decision(4, "settled")),
        (5, [False], Decision(5, "at the maximum")),
        (7, [False], Decision(5, "at the maximum")),
        (7, [True], Decision(5, "settled")),
        (1, [], Decision(3, "nothing to judge by")),
    ],
)
def test_how_many_answers_a_record_should_have(answers: int, settled: list[bool], decision: Decision) -> None:
    assert decide(ADAPTIVE, target=3, answers=answers, settled=settled) == decision


@given(st.integers(0, 20), st.lists(st.booleans()))
def test_a_fixed_overlap_is_moved_by_nothing(answers: int, settled: list[bool]) -> None:
    assert decide(Overlap(), target=3, answers=answers, settled=settled) == Decision(3, "fixed")


@given(st.integers(0, 30), st.lists(st.booleans(), min_size=1), st.integers(1, 10))
def test_a_record_is_never_asked_beyond_its_bounds_nor_twice_at_once(
    answers: int, settled: list[bool], target: int
) -> None:
    settings = Overlap(mode="adaptive", minimum=3)
    wanted = decide(settings, target=target, answers=answers, settled=settled).wanted
    assert 3 <= wanted <= max(3, 2 * target)
    assert wanted <= max(answers + 1, 3)


@pytest.mark.parametrize(
    ("excluded", "decision"),
    [
        (None, Decision(3, "settled")),
        ("weak", Decision(2, "settled")),
        ("good", Decision(3, "open")),
    ],
)
def test_a_record_opens_again_only_if_the_rest_do_not_settle_it(
    excluded: str | None, decision: Decision
) -> None:
    """Three who agree: .9 and .9 make .988, .9 and .55 make .917."""
    skills = {"good": 0.9, "other": 0.9, "weak": 0.55}
    answers = [("a", ability) for name, ability in skills.items() if name != excluded]
    sure = certain(posterior(answers, ["a", "b"]).values(), ADAPTIVE.threshold)
    assert decide(ADAPTIVE, target=3, answers=len(answers), settled=[sure]) == decision


def test_at_most_twice_the_target_unless_said_otherwise() -> None:
    assert Overlap(mode="adaptive").ceiling(5) == 10
    assert Overlap(mode="adaptive", minimum=4).ceiling(1) == 4
    assert ADAPTIVE.ceiling(50) == 5
    assert Overlap(maximum=9).ceiling(3) == 3


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"level": "hard", "language": "de"}, Demand(7, own=True)),
        ({"level": "hard", "language": "en"}, Demand(5, own=True)),
        ({"level": "easy"}, Demand(3)),
        ({}, Demand(3)),
    ],
)
def test_the_first_rule_that_applies_wins(metadata: dict[str, object], expected: Demand) -> None:
    rules = (
        Rule(where={"level": "hard", "language": "de"}, overlap=7),
        Rule(where={"level": "hard"}, overlap=5),
    )
    assert demand(Overlap(rules=rules), metadata, target=3) == expected


def test_records_of_an_adaptive_project_begin_with_the_minimum_unless_a_rule_fixes_them() -> None:
    settings = Overlap(mode="adaptive", rules=(Rule(where={"level": "hard"}, overlap=7),))
    assert demand(settings, {}, target=5) == Demand(2)
    assert demand(settings, {"level": "hard"}, target=5) == Demand(7, own=True)
    assert demand(settings, {}, target=5, judged=False) == Demand(5)


@pytest.mark.parametrize(
    ("wanted", "found", "same"),
    [
        (3, "3", True),
        ("3", 3.0, True),
        (0.5, "0.5", True),
        (True, "true", True),
        (True, 1, False),
        (None, "", True),
        ("a", "A", False),
        (3, [3], False),
        (1e300, inf, False),
    ],
)
def test_metadata_are_compared_as_a_table_writes_them(
    wanted: str | float | bool | None, found: object, same: bool
) -> None:
    assert Rule(where={"key": wanted}, overlap=1).applies({"key": found}) is same
    assert not Rule(where={"key": wanted}, overlap=1).applies({"other": found})


def test_a_rule_may_want_other_people() -> None:
    settings = Overlap(
        strata=NATIVE_AND_EXPERT.strata,
        rules=(
            Rule(where={"topic": "law"}, strata=(2, 1)),
            Rule(where={"topic": "small talk"}, overlap=2),
        ),
    )
    assert demand(settings, {"topic": "law"}, target=9) == Demand(3, (2, 1), own=True)
    assert demand(settings, {"topic": "small talk"}, target=9) == Demand(2, own=True), "of anybody"
    assert demand(settings, {}, target=9) == Demand(3, (1, 2))


@pytest.mark.parametrize(
    "raw",
    [
        {"mode": "adaptive", "minimum": 3, "maximum": 2},
        {"mode": "adaptive", "threshold": 1.0},
        {"mode": "adaptive", "strata": [{"group": "expert", "answers": 1}]},
        {"rules": [{"where": {"level": "hard"}, "strata": [1]}]},
        {"rules": [{"where": {"level": "hard"}}]},
        {"rules": [{"where": {"level": "hard"}, "overlap": 2, "strata": [1]}]},
        {"rules": [{"where": {}, "overlap": 2}]},
        {"strata": [{"group": "expert", "answers": 1}], "rules": [{"where": {"a": 1}, "strata": [0]}]},
        {"minimum": "2"},
        {"widths": {"length": 0.0}},
    ],
)
def test_settings_that_mean_nothing_are_refused(raw: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Overlap.model_validate(raw)


def test_settings_survive_their_json() -> None:
    settings = Overlap(
        strata=NATIVE_AND_EXPERT.strata,
        widths={"length": 0.5},
        rules=(Rule(where={"topic": "law", "year": 2020}, strata=(2, 1)),),
    )
    assert Overlap.model_validate(settings.model_dump(mode="json")) == settings


@pytest.mark.parametrize(
    ("level", "listed", "width", "words"),
    [
        ("nominal", True, None, ""),
        ("ordinal", True, None, ""),
        ("interval", False, 0.5, ""),
        ("interval", False, None, "standard error"),
        ("nominal", False, None, "cannot be listed"),
        (None, False, None, "cannot be compared"),
    ],
)
def test_why_a_question_cannot_say_when_there_are_enough(
    level: str | None, listed: bool, width: float | None, words: str
) -> None:
    reason = obstacle(level, listed=listed, width=width)
    assert words in reason
    assert bool(reason) == bool(words)


def test_a_value_must_be_right_with_enough_probability() -> None:
    assert certain([0.05, 0.95], 0.95)
    assert not certain([0.06, 0.94], 0.95)
    assert not certain([], 0.95)


def test_the_mean_of_numbers_must_be_known_well_enough() -> None:
    assert precise([4, 5, 6], 0.58), "1 / sqrt(3) = .577"
    assert not precise([4, 5, 6], 0.57)
    assert not precise([5, 5], 10), "two are too few, however they agree"


@pytest.mark.parametrize(
    ("people", "left"),
    [
        ([], (1, 2)),
        ([{"native"}, {"native"}], (1, 0)),
        ([{"native"}, {"native"}, {"native"}], (1, 0)),
        ([{"expert", "native"}], (0, 2)),
        ([{"expert"}, {"expert", "native"}], (0, 1)),
        ([{"other"}, set()], (1, 2)),
    ],
)
def test_what_strata_still_lack(people: list[Collection[str]], left: tuple[int, int]) -> None:
    assert vacancies(NATIVE_AND_EXPERT.strata, (1, 2), people) == left


def test_where_one_is_excluded_the_others_are_placed_anew() -> None:
    both, expert = {"expert", "native"}, {"expert", "native"}
    assert vacancies(NATIVE_AND_EXPERT.strata, (1, 2), [both, expert]) == (0, 1)
    assert vacancies(NATIVE_AND_EXPERT.strata, (1, 2), [expert]) == (0, 2)


def test_a_stratum_of_anybody_takes_anybody() -> None:
    strata = (Stratum(group="expert", answers=1), Stratum(group="", answers=1))
    assert place(strata, (1, 1), {"expert"}) == 0
    assert place(strata, (0, 1), {"expert"}) == 1
    assert place(strata, (1, 1), ()) == 1
    assert place(strata, (1, 0), ()) is None


@given(
    st.lists(st.sets(st.sampled_from(["native", "expert", "other"])), max_size=8),
    st.tuples(st.integers(0, 3), st.integers(0, 3)),
)
def test_placing_one_after_the_other_is_counting_all_at_once(
    people: list[set[str]], wanted: tuple[int, int]
) -> None:
    left: tuple[int, ...] = wanted
    for groups in people:
        left = vacancies(NATIVE_AND_EXPERT.strata, left, [groups])
    assert left == vacancies(NATIVE_AND_EXPERT.strata, wanted, people)
    assert all(0 <= after <= before for after, before in zip(left, wanted, strict=True))


def test_recorded_rte_campaign() -> None:
    """One order of arrival; ten of them, and two other crowds: tests/benchmarks/test_adaptive_overlap.py."""
    given, truth = recording("rte")
    campaign = stream(given, truth, np.random.default_rng(0), controls=0.1)
    settings = Overlap(mode="adaptive", minimum=2, maximum=10, threshold=0.9)
    adapted, seven = judge(campaign, settled(campaign, settings)), judge(campaign, fixed(campaign, 7))
    assert adapted.accuracy >= seven.accuracy - 0.003
    assert adapted.answers <= 0.7 * seven.answers
