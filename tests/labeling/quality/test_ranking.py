from collections import Counter, defaultdict
from math import sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality.patterns import Unit
from labeling.quality.ranking import agrees, standing


def bound(agreed: int, compared: int, confidence: float = 0.9) -> float:
    value = standing(agreed, compared, confidence)
    assert value is not None
    return value


comparisons = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("agreed", "compared", "low"), [(81, 263, 0.2553), (15, 148, 0.0624), (0, 20, 0.0), (1, 29, 0.0061)]
)
def test_published_score_intervals(agreed: int, compared: int, low: float) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3: two-sided 95%."""
    assert standing(agreed, compared, confidence=0.975) == pytest.approx(low, abs=5e-5)


@given(comparisons, st.floats(0.55, 0.999))
def test_the_bound_is_z_standard_errors_below_the_share(counts: tuple[int, int], confidence: float) -> None:
    agreed, compared = counts
    low = bound(agreed, compared, confidence)
    z = NormalDist().inv_cdf(confidence)
    assert agreed / compared - low == pytest.approx(z * sqrt(low * (1 - low) / compared), abs=1e-7)


@given(comparisons)
def test_more_of_the_same_evidence_ranks_higher(counts: tuple[int, int]) -> None:
    agreed, compared = counts
    assert 0 <= bound(agreed, compared) <= agreed / compared
    assert bound(10 * agreed, 10 * compared) >= bound(agreed, compared)


@given(comparisons)
def test_one_more_agreement_ranks_higher_and_one_more_disagreement_lower(counts: tuple[int, int]) -> None:
    agreed, compared = counts
    assert bound(agreed + 1, compared + 1) > bound(agreed, compared)
    assert bound(agreed, compared + 1) <= bound(agreed, compared)


def test_a_lucky_start_does_not_lead() -> None:
    assert bound(5, 5) < bound(95, 100)


def test_nobody_is_ranked_before_the_first_comparison() -> None:
    assert standing(0, 0) is None


@pytest.mark.parametrize(("agreed", "compared"), [(3, 2), (-1, 2), (0, -1)])
def test_impossible_counts_are_refused(agreed: int, compared: int) -> None:
    with pytest.raises(ValueError, match="between 0 and compared"):
        standing(agreed, compared)


@pytest.mark.parametrize(
    ("own", "counts", "verdict"),
    [
        ("a", {"a": 3}, True),
        ("a", {"a": 1, "b": 2}, False),
        ("a", {"a": 2, "b": 1}, None),  # the others are split: one's own vote alone makes the majority
        ("a", {"a": 1, "b": 1, "c": 1}, None),
        ("a", {"a": 1, "b": 1}, False),
        ("a", {"a": 1}, None),
    ],
)
def test_an_answer_is_compared_with_the_others_only(
    own: Unit, counts: dict[Unit, int], verdict: bool | None
) -> None:
    assert agrees(own, counts) is verdict


def test_counts_must_hold_the_own_answer() -> None:
    with pytest.raises(KeyError):
        agrees("a", {"b": 2})


def test_the_recorded_careless_annotators_end_at_the_bottom(
    rte_labels: list[tuple[str, str, int]], rte_truth: dict[str, int]
) -> None:
    """Nine of 164 people are right on less than 60%: almost everybody else should stand above each."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    right: dict[str, list[bool]] = defaultdict(list)
    verdicts: dict[str, list[bool | None]] = defaultdict(list)
    for item, _, label in rte_labels:
        counts[item][label] += 1
    for item, worker, label in rte_labels:
        right[worker].append(label == rte_truth[item])
        verdicts[worker].append(agrees(label, counts[item]))
    standings = {
        worker: bound(sum(v is True for v in seen), sum(v is not None for v in seen))
        for worker, seen in verdicts.items()
    }
    careless = {worker for worker, hits in right.items() if sum(hits) / len(hits) < 0.6}
    above = [standings[w] > standings[c] for c in careless for w in standings.keys() - careless]
    assert len(careless) == 9
    assert sum(above) / len(above) > 0.9
