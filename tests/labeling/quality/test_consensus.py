from collections import Counter, defaultdict
from collections.abc import Iterable
from statistics import StatisticsError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality.consensus import Value, expected_accuracy, majority
from labeling.quality.patterns import Unit


def by_record(answers: Iterable[tuple[str, str, Value]]) -> dict[str, Counter[Value]]:
    counts: dict[str, Counter[Value]] = defaultdict(Counter)
    for record, _, answer in answers:
        counts[record][answer] += 1
    return counts


@pytest.mark.parametrize(
    ("counts", "winners", "share"),
    [
        ({"a": 3, "b": 1}, ("a",), 0.75),
        ({"b": 2, "a": 2, "tie": 1}, ("a", "b"), 0.4),
        ({5: 1}, (5,), 1.0),
        ({"a": 2, "b": 0}, ("a",), 1.0),
        ({"a": 0}, (), 0.0),
        ({}, (), 0.0),
    ],
)
def test_majority(counts: dict[Unit, int], winners: tuple[Unit, ...], share: float) -> None:
    assert majority(counts) == (winners, share)


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 5)))
def test_no_value_has_more_answers_than_a_winner(counts: dict[int, int]) -> None:
    winners, share = majority(counts)
    assert all(counts[winner] >= count for winner in winners for count in counts.values())
    assert sum(counts[winner] for winner in winners) == pytest.approx(
        len(winners) * share * sum(counts.values())
    )


def test_a_tie_is_right_as_often_as_a_coin_would_make_it() -> None:
    counts = {"r1": {"a": 2}, "r2": {"a": 1, "b": 1}, "r3": {"a": 1, "b": 1, "c": 1}, "r4": {"b": 2, "a": 1}}
    truth = dict.fromkeys(counts, "a")
    assert expected_accuracy(counts, truth) == pytest.approx((1 + 1 / 2 + 1 / 3 + 0) / 4)


def test_records_without_answers_or_truth_are_left_out() -> None:
    counts: dict[str, dict[str, int]] = {"r1": {"a": 1}, "r2": {}, "r3": {"b": 1}}
    assert expected_accuracy(counts, {"r1": "a", "r2": "a", "r4": "b"}) == 1.0


def test_nothing_to_compare_is_an_error() -> None:
    with pytest.raises(StatisticsError):
        expected_accuracy({"r1": {"a": 1}}, {"r2": "a"})


def test_recorded_rte_campaign(rte_labels: list[tuple[str, str, int]], rte_truth: dict[str, int]) -> None:
    assert round(expected_accuracy(by_record(rte_labels), rte_truth), 4) == 0.8969


def test_recorded_llmfao_campaign(llmfao_votes: list[tuple[str, str, str]]) -> None:
    decided = [majority(counts) for counts in by_record(llmfao_votes).values()]
    strict = Counter(winners[0] for winners, share in decided if share > 0.5)
    assert len(decided) == 2139
    assert (strict["a"] + strict["b"], strict["tie"]) == (982, 724)
    assert round(sum(len(winners) > 1 for winners, _ in decided) / 2139, 3) == 0.144
