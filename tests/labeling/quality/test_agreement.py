import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import isnan, nan
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality import agreement
from labeling.quality.agreement import (
    Alpha,
    Level,
    Pattern,
    Unit,
    alpha,
    interval,
    pattern,
    percent_agreement,
)

Coders = list[list[float]]
Records = list[list[int]]

LEVELS: list[Level] = ["nominal", "ordinal", "interval", "ratio"]
NUMERIC: list[Level] = ["interval", "ratio"]

# The two examples in the documentation of the krippendorff package: a row per coder, nan where none.
FIFTEEN_UNITS = [
    [nan, nan, nan, nan, nan, 3, 4, 1, 2, 1, 1, 3, 3, nan, 3],
    [1, nan, 2, 1, 3, 3, 4, 3, nan, nan, nan, nan, nan, nan, nan],
    [nan, nan, 2, 1, 3, 4, 4, nan, 2, 1, 1, 3, 3, nan, 4],
]
TWELVE_UNITS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3],
    [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan],
]

campaigns = st.lists(st.lists(st.integers(0, 5), max_size=6), max_size=25)


def patterns_of(records: Iterable[Iterable[Unit]]) -> Counter[Pattern]:
    return Counter(pattern(answers) for answers in records)


def patterns_by_record(answers: Sequence[tuple[str, str, Unit]]) -> Counter[Pattern]:
    records: dict[str, list[Unit]] = defaultdict(list)
    for record, _, answer in answers:
        records[record].append(answer)
    return patterns_of(records.values())


def bounds(*args: Any, **options: Any) -> tuple[float, float]:
    found = interval(*args, **options)
    assert found is not None
    return found


def units(coders: Coders) -> Counter[Pattern]:
    return patterns_of([value for value in unit if not isnan(value)] for unit in zip(*coders, strict=True))


def oracle(records: Records, level: Level) -> float | None:
    """The package's alpha; None where it refuses or has none."""
    domain = sorted({answer for answers in records for answer in answers})
    counts = [[answers.count(value) for value in domain] for answers in records]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            value = krippendorff.alpha(value_counts=counts, value_domain=domain, level_of_measurement=level)
        except (ValueError, IndexError):
            return None
    return None if isnan(value) else float(value)


@pytest.mark.parametrize(
    ("coders", "level", "value"),
    [
        (FIFTEEN_UNITS, "nominal", 0.691358),
        (FIFTEEN_UNITS, "interval", 0.810845),
        (TWELVE_UNITS, "nominal", 0.743421),
        (TWELVE_UNITS, "ordinal", 0.815388),
        (TWELVE_UNITS, "ratio", 0.797403),
    ],
)
def test_documented_reference_values(coders: Coders, level: Level, value: float) -> None:
    assert alpha(units(coders), level).value == pytest.approx(value, abs=5e-7)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("coders", [FIFTEEN_UNITS, TWELVE_UNITS])
def test_equals_the_package_on_reliability_data(coders: Coders, level: Level) -> None:
    expected = krippendorff.alpha(reliability_data=coders, level_of_measurement=level)
    assert alpha(units(coders), level).value == pytest.approx(expected, abs=1e-12)


@given(campaigns, st.sampled_from(LEVELS))
def test_equals_the_package_on_any_campaign(records: Records, level: Level) -> None:
    value = alpha(patterns_of(records), level).value
    assert value == pytest.approx(oracle(records, level), abs=1e-9)


def test_recorded_rte_campaign(rte_labels: list[tuple[str, str, int]]) -> None:
    patterns = patterns_by_record(rte_labels)
    found = alpha(patterns, "nominal")
    assert found.value == pytest.approx(0.2415, abs=5e-5)
    assert (found.records, found.answers, found.pairs) == (800, 8000, 36_000)
    assert percent_agreement(patterns) == pytest.approx(0.6287, abs=5e-5)


def test_recorded_llmfao_campaign(llmfao_votes: list[tuple[str, str, str]]) -> None:
    patterns = patterns_by_record(llmfao_votes)
    found = alpha(patterns, "nominal")
    assert found.value == pytest.approx(0.2906, abs=5e-5)
    assert (found.records, found.answers) == (2124, 8916)  # 15 of the 2,139 pairs have a single vote
    assert alpha(patterns, "ordinal", ["a", "tie", "b"]).value == pytest.approx(0.2876, abs=5e-5)
    assert percent_agreement(patterns) == pytest.approx(0.5286, abs=5e-5)
    decisive = patterns_by_record([vote for vote in llmfao_votes if vote[2] != "tie"])
    assert alpha(decisive, "nominal").value == pytest.approx(0.3702, abs=5e-5)


@given(st.data(), campaigns, st.sampled_from(LEVELS))
def test_the_order_of_records_and_answers_changes_no_bit(
    data: st.DataObject, records: Records, level: Level
) -> None:
    shuffled = [data.draw(st.permutations(answers)) for answers in data.draw(st.permutations(records))]
    one, other = patterns_of(records), patterns_of(shuffled)
    assert alpha(one, level) == alpha(other, level)
    assert percent_agreement(one) == percent_agreement(other)
    seeded = [interval(shown, level, np.random.default_rng(7), resamples=20) for shown in (one, other)]
    assert seeded[0] == seeded[1]


@given(campaigns, st.lists(st.integers(0, 9), max_size=5), st.sampled_from(LEVELS))
def test_a_record_added_and_removed_leaves_no_trace(records: Records, extra: list[int], level: Level) -> None:
    before = patterns_of(records)
    during = before + Counter([pattern(extra)])
    after = Counter(during)
    after[pattern(extra)] -= 1  # the pattern stays, shown by one record fewer, perhaps by none
    assert alpha(after, level) == alpha(before, level)
    assert percent_agreement(after) == percent_agreement(before)


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(2, 7)), min_size=2, max_size=20),
    st.sampled_from(LEVELS),
)
def test_unanimous_records_agree_perfectly(records: Records, level: Level) -> None:
    patterns = patterns_of([value] * people for value, people in records)
    expected = 1.0 if len({value for value, _ in records}) > 1 else None
    assert alpha(patterns, level).value == expected
    assert percent_agreement(patterns) == 1.0


@given(campaigns, st.permutations(["cat", "dog", "eel", "fox", "gnu", "hen"]))
def test_nominal_alpha_ignores_what_the_labels_are_called(records: Records, names: list[str]) -> None:
    renamed = [[names[answer] for answer in answers] for answers in records]
    expected = alpha(patterns_of(records), "nominal").value
    assert alpha(patterns_of(renamed), "nominal").value == pytest.approx(expected, abs=1e-12)


@given(campaigns)
def test_ordinal_alpha_uses_nothing_but_the_order(records: Records) -> None:
    names = ["never", "rarely", "sometimes", "often", "mostly", "always"]
    cubed = [[answer**3 - 100 for answer in answers] for answers in records]
    named = [[names[answer] for answer in answers] for answers in records]
    expected = alpha(patterns_of(records), "ordinal")
    assert alpha(patterns_of(cubed), "ordinal") == expected
    assert alpha(patterns_of(named), "ordinal", names).value == pytest.approx(expected.value, abs=1e-12)


@given(campaigns, st.integers(1, 1000), st.integers(-1000, 1000))
def test_interval_alpha_ignores_unit_and_zero_and_ratio_alpha_the_unit(
    records: Records, unit: int, zero: int
) -> None:
    shifted = [[unit * answer + zero for answer in answers] for answers in records]
    scaled = [[unit * answer for answer in answers] for answers in records]
    patterns = patterns_of(records)
    same_by_level: dict[Level, Records] = {"interval": shifted, "ratio": scaled}
    for level, same in same_by_level.items():
        assert alpha(patterns_of(same), level).value == pytest.approx(alpha(patterns, level).value, abs=1e-9)


def test_an_option_that_nobody_chose_makes_no_difference() -> None:
    patterns = patterns_of([[1, 2], [3, 3], [1, 1]])
    assert alpha(patterns, "ordinal", [1, 2, 3, 4, 5]) == alpha(patterns, "ordinal")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("records", [[], [[]], [[1], [2]]])
def test_without_a_second_answer_there_is_no_value(records: Records, level: Level) -> None:
    patterns = patterns_of(records)
    assert alpha(patterns, level) == Alpha(None, "no record has two answers yet", 0, 0, 0)
    assert interval(patterns, level, np.random.default_rng(0)) is None
    assert percent_agreement(patterns) is None


@pytest.mark.parametrize("level", LEVELS)
def test_one_value_is_neither_agreement_nor_disagreement(level: Level) -> None:
    patterns = patterns_of([[0, 0], [0, 0, 0], [4]])
    assert alpha(patterns, level) == Alpha(None, "everybody gave one value", 2, 5, 4)
    assert interval(patterns, level, np.random.default_rng(0)) is None
    assert percent_agreement(patterns) == 1.0


@pytest.mark.parametrize("level", LEVELS)
def test_a_single_record_has_a_value_but_no_interval(level: Level) -> None:
    patterns = patterns_of([[1, 2]])
    assert alpha(patterns, level) == Alpha(0.0, "", 1, 2, 1)
    assert interval(patterns, level, np.random.default_rng(0)) is None


def test_huge_counts_keep_their_precision() -> None:
    agreeing, split = 10**15, 10**14
    patterns = {pattern("aa"): agreeing, pattern("bb"): agreeing, pattern("ab"): split}
    n = 2 * (2 * agreeing + split)
    expected = 1 - Fraction(2 * split * (n - 1), n**2 - 2 * (n // 2) ** 2)
    assert alpha(patterns, "nominal").value == pytest.approx(float(expected), abs=1e-12)
    low, high = bounds(patterns, "nominal", np.random.default_rng(0), resamples=50)
    assert low == pytest.approx(high, abs=1e-6)


def test_numbers_at_the_ends_of_the_range_do_not_overflow() -> None:
    patterns = patterns_of([[1e308, 1e308], [-1e308, -1e308], [0.0, 1e308]])
    small = patterns_of([[1, 1], [-1, -1], [0, 1]])
    assert alpha(patterns, "interval").value == pytest.approx(alpha(small, "interval").value, abs=1e-12)


def test_a_large_offset_does_not_drown_the_differences() -> None:
    seconds = patterns_of([[1.7e9 + x for x in answers] for answers in ([0, 1], [5, 5], [9, 8, 8])])
    assert alpha(seconds, "interval").value == pytest.approx(
        alpha(patterns_of([[0, 1], [5, 5], [9, 8, 8]]), "interval").value, abs=1e-6
    )


@pytest.mark.parametrize("level", LEVELS)
def test_answers_outside_the_domain_are_refused(level: Level) -> None:
    with pytest.raises(ValueError, match="outside the domain"):
        alpha(patterns_of([[1, 6]]), level, [1, 2, 3, 4, 5])


@pytest.mark.parametrize("level", NUMERIC)
@pytest.mark.parametrize("answer", [nan, float("inf"), float("-inf")])
def test_only_finite_numbers_have_distances(level: Level, answer: float) -> None:
    with pytest.raises(ValueError, match="no finite number"):
        alpha({((1.0, 1), (answer, 1)): 1}, level)


def test_a_ratio_scale_starts_at_zero() -> None:
    with pytest.raises(ValueError, match="negative"):
        alpha(patterns_of([[-1, 2]]), "ratio")


def test_interval_of_the_recorded_campaigns(
    rte_labels: list[tuple[str, str, int]], llmfao_votes: list[tuple[str, str, str]]
) -> None:
    rte = interval(patterns_by_record(rte_labels), "nominal", np.random.default_rng(0))
    llmfao = interval(patterns_by_record(llmfao_votes), "nominal", np.random.default_rng(0))
    assert rte == pytest.approx((0.2215, 0.2620), abs=0.003)
    assert llmfao == pytest.approx((0.2724, 0.3099), abs=0.003)


def test_an_interval_widens_with_confidence_and_repeats_with_its_seed(
    rte_labels: list[tuple[str, str, int]],
) -> None:
    patterns = patterns_by_record(rte_labels)
    likely, surer = (bounds(patterns, "nominal", np.random.default_rng(3), confidence=c) for c in (0.8, 0.99))
    assert surer[0] < likely[0] < 0.2415 < likely[1] < surer[1]
    assert bounds(patterns, "nominal", np.random.default_rng(3), confidence=0.8) == likely


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("steps", [3, 101])  # few shared patterns, and nearly one per record
def test_the_bootstrap_equals_one_done_record_by_record(level: Level, steps: int) -> None:
    rng = np.random.default_rng(11)
    truth = rng.integers(0, steps, 60)
    noise = np.rint(rng.normal(0, steps / 4, (60, 3))).astype(int)
    records = np.clip(truth[:, None] + noise, 0, steps - 1).tolist()
    drawn = ([records[i] for i in rng.integers(60, size=60)] for _ in range(400))
    resampled = [value for again in drawn if (value := oracle(again, level)) is not None]
    found = interval(patterns_of(records), level, rng, resamples=4000)
    assert found == pytest.approx(tuple(np.quantile(resampled, [0.025, 0.975])), abs=0.04)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("steps", [2, 101])
def test_batches_bound_memory_and_change_nothing(
    level: Level, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    patterns = patterns_of(np.random.default_rng(5).integers(0, steps, (80, 4)).tolist())
    whole = interval(patterns, level, np.random.default_rng(1), resamples=100)
    monkeypatch.setattr(agreement, "CELLS", 7 * sum(map(len, patterns)))
    assert interval(patterns, level, np.random.default_rng(1), resamples=100) == pytest.approx(
        whole, abs=1e-12
    )


def test_resamples_in_which_everybody_gave_one_value_are_left_out() -> None:
    patterns = patterns_of([[0, 0], [0, 0], [1, 1]])
    assert interval(patterns, "nominal", np.random.default_rng(0)) == (1.0, 1.0)


def test_the_interval_covers_the_true_alpha_as_often_as_it_says() -> None:
    """Three people, right with p on balanced binary records: alpha is (2p - 1)^2."""
    rng = np.random.default_rng(2)
    covered = 0
    for _ in range(300):
        wrong = (rng.random((100, 3)) > 0.8).astype(int)
        answers = rng.integers(0, 2, (100, 1)) ^ wrong
        low, high = bounds(patterns_of(answers.tolist()), "nominal", rng, resamples=400)
        covered += low <= 0.36 <= high
    assert 0.91 <= covered / 300 <= 0.98


@pytest.mark.parametrize(
    ("records", "share"),
    [([[1, 1]], 1.0), ([[1, 2]], 0.0), ([[1, 1, 2]], 1 / 3), ([[1, 1, 2], [2, 2], [3]], 2 / 3)],
)
def test_percent_agreement_by_hand(records: Records, share: float) -> None:
    assert percent_agreement(patterns_of(records)) == pytest.approx(share)
