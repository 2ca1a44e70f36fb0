import json
from collections import Counter
from collections.abc import Iterable

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality.agreement import Alpha, Level, alpha, interval, percent_agreement
from labeling.quality.expanded import Expanded, Part, expanded, whole
from labeling.quality.patterns import Pattern, pattern
from projects.questions import kind

OPTIONS = ("cat", "dog", "eel")

answer_sets = st.lists(st.sampled_from(OPTIONS), unique=True)
campaigns = st.lists(st.lists(answer_sets, max_size=4), max_size=12)


def shown(records: Iterable[Iterable[list[str]]]) -> Counter[Pattern]:
    return Counter(pattern(json.dumps(sorted(answer)) for answer in answers) for answers in records)


def by_option(one: Pattern) -> Iterable[tuple[str, Pattern, int]]:
    answers = [(json.loads(str(unit)), count) for unit, count in one]
    for option in OPTIONS:
        yield option, pattern(int(option in answer) for answer, count in answers for _ in range(count)), 1


def pooled(one: Pattern) -> Iterable[tuple[str, Pattern, int]]:
    return (("", judged, times) for _, judged, times in by_option(one))


def twice(one: Pattern) -> Iterable[tuple[str, Pattern, int]]:
    return (("", one, 2),)


def oracle(units: list[list[int]]) -> float | None:
    """The package's alpha of 0s and 1s; None where everybody gave one value."""
    paired = [judged for judged in units if len(judged) > 1]
    if len({value for judged in paired for value in judged}) < 2:
        return None
    counts = [[judged.count(0), judged.count(1)] for judged in paired]
    return float(krippendorff.alpha(value_counts=counts, value_domain=[0, 1], level_of_measurement="nominal"))


def judged_by_option(records: list[list[list[str]]]) -> dict[str, list[list[int]]]:
    return {option: [[int(option in one) for one in answers] for answers in records] for option in OPTIONS}


@given(campaigns)
def test_each_dimension_has_the_alpha_of_its_own_units(records: list[list[list[str]]]) -> None:
    expected = {option: oracle(units) for option, units in judged_by_option(records).items()}
    defined = {option: value for option, value in expected.items() if value is not None}
    found = alpha(expanded(shown(records), by_option), "nominal")
    assert found.dimensions == pytest.approx(defined, abs=1e-9)
    assert found.value == (pytest.approx(np.mean(list(defined.values())), abs=1e-9) if defined else None)
    if any(len(answers) > 1 for answers in records):
        assert found.left_out == tuple(option for option in OPTIONS if option not in defined)


@given(campaigns)
def test_units_of_one_dimension_are_pooled(records: list[list[list[str]]]) -> None:
    units = [one for judged in judged_by_option(records).values() for one in judged]
    found = alpha(expanded(shown(records), pooled), "nominal").value
    assert found == pytest.approx(oracle(units), abs=1e-9)


@given(campaigns)
def test_the_basis_is_counted_in_answers_not_in_judgements(records: list[list[list[str]]]) -> None:
    patterns = shown(records)
    plain = alpha(patterns, "nominal")
    found = alpha(expanded(patterns, by_option), "nominal")
    assert (found.records, found.answers, found.pairs) == (plain.records, plain.answers, plain.pairs)


@given(
    st.lists(st.lists(st.integers(0, 5), max_size=6), max_size=25), st.sampled_from(["nominal", "ordinal"])
)
def test_units_that_occur_twice_weigh_like_two_records(records: list[list[int]], level: Level) -> None:
    patterns = Counter(pattern(answers) for answers in records)
    doubled = Counter({one: 2 * number for one, number in patterns.items()})
    assert alpha(expanded(patterns, twice), level).value == pytest.approx(
        alpha(doubled, level).value, abs=1e-9
    )


def test_an_answer_that_is_one_judgement_is_left_as_it_is() -> None:
    patterns = {pattern("ab"): 2, pattern("a"): 1}
    judged = expanded(patterns)
    assert judged == Expanded([(pattern("ab"), 2)], {"": [Part(0, pattern("ab"), 1)]})
    assert judged == expanded(patterns, lambda one: list(whole(one)))
    assert expanded(judged) is judged
    assert alpha(judged, "nominal") == alpha(patterns, "nominal")


def test_the_dimensions_without_a_value_are_said() -> None:
    records: list[list[list[str]]] = [[["cat"], ["cat"]], [[], ["cat", "eel"]], [[], []]]
    found = alpha(expanded(shown(records), by_option), "nominal")
    assert found.left_out == ("dog",)
    assert set(found.dimensions) == {"cat", "eel"}


def test_where_no_dimension_has_a_value_there_is_a_reason() -> None:
    judged = expanded(shown([[["cat"], ["cat"]]] * 3), by_option)
    assert alpha(judged, "nominal") == Alpha(None, "everybody gave one value", 3, 6, 3, {}, OPTIONS)
    assert interval(judged, "nominal", np.random.default_rng(0)) is None
    assert percent_agreement(judged) == 1.0


def test_judgements_that_nobody_else_made_do_not_count() -> None:
    def alone(one: Pattern) -> Iterable[tuple[str, Pattern, int]]:
        return [("", ((1, 1),), 1), ("", ((1, 2),), 0)]

    judged = expanded(shown([[["cat"], ["dog"]]]), alone)
    assert judged.dimensions == {}
    assert alpha(judged, "nominal").reason == "no record has two answers yet"
    assert interval(judged, "nominal", np.random.default_rng(0)) is None
    assert percent_agreement(judged) is None


def test_percent_agreement_averages_units_then_dimensions() -> None:
    judged = expanded(shown([[["cat"], []], [["cat"], ["cat"]]]), by_option)
    assert percent_agreement(judged) == pytest.approx((0.5 + 1 + 1) / 3)


def test_the_interval_is_a_bootstrap_over_records_with_all_their_units() -> None:
    rng = np.random.default_rng(4)
    truth = rng.random((60, 1, 3)) < 0.5
    told = np.where(rng.random((60, 3, 3)) < 0.25, ~truth, truth)
    answers = [[[o for o, yes in zip(OPTIONS, one, strict=True) if yes] for one in three] for three in told]

    def value(records: np.ndarray) -> float:
        units = (told[records, :, option].astype(int).tolist() for option in range(3))
        return float(np.mean([oracle(one) for one in units]))

    drawn = [value(rng.integers(60, size=60)) for _ in range(400)]
    found = interval(expanded(shown(answers), by_option), "nominal", rng, resamples=4000)
    assert found == pytest.approx(tuple(np.quantile(drawn, [0.025, 0.975])), abs=0.03)


def test_many_units_of_a_record_do_not_make_the_interval_narrower() -> None:
    patterns = Counter(pattern(one) for one in np.random.default_rng(5).integers(0, 2, (80, 3)).tolist())
    plain = interval(patterns, "nominal", np.random.default_rng(1))
    many = interval(expanded(patterns, lambda one: [("", one, 500)]), "nominal", np.random.default_rng(1))
    assert many == pytest.approx(plain, abs=0.005)


@pytest.mark.parametrize(
    ("name", "settings", "answers"),
    [
        ("multi_label", {"options": ["a", "b", "c"]}, [[["a"], ["a", "b"]], [[], ["c"]]]),
        ("ranking", {"options": ["a", "b", "c"]}, [[[["a"], ["b"], ["c"]], [["b"], ["a"], ["c"]]]]),
        ("label", {"options": ["a", "b"]}, [["a", "b"], ["a", "a"]]),
    ],
)
def test_the_kinds_of_question_take_their_answers_apart(
    name: str, settings: dict[str, object], answers: list[list[object]]
) -> None:
    question = kind(name)
    chosen = question.Settings.model_validate(settings)
    units = [[question.unit(chosen, answer) for answer in one] for one in answers]
    patterns = Counter(pattern(unit for unit in one if unit is not None) for one in units)
    judged = expanded(patterns, lambda one: question.expand(chosen, one))
    assert alpha(judged, "nominal").value is not None
