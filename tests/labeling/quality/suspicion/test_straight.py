from collections import Counter, defaultdict
from itertools import groupby, product
from math import log2
from random import Random

import pytest

from labeling.quality.suspicion import Straight, straight
from labeling.quality.suspicion.straight import entropy, longest_run_p

STRAIGHT = Straight()
HALVES = {"a": 0.5, "b": 0.5}


def longest(values: tuple[str, ...]) -> int:
    return max(len(list(group)) for _, group in groupby(values))


@pytest.mark.parametrize("run", [3, 5, 8, 12])
@pytest.mark.parametrize("share", [0.5, 0.3])
def test_the_run_of_one_value_is_the_share_of_all_sequences_with_it(run: int, share: float) -> None:
    """The other value's runs are taken off by asking with its share given as 0."""
    total = sum(
        share ** way.count("a") * (1 - share) ** way.count("b")
        for way in product("ab", repeat=12)
        if "a" * run in "".join(way)
    )
    assert longest_run_p(run, 12, {"a": share, "b": 0.0}) == pytest.approx(total, abs=1e-12)


def test_the_bound_is_above_the_probability() -> None:
    ways = list(product("ab", repeat=12))
    for run in range(1, 13):
        exact = sum(longest(way) >= run for way in ways) / len(ways)
        assert longest_run_p(run, 12, HALVES) >= exact - 1e-12
    assert longest_run_p(12, 12, HALVES) == pytest.approx(2 / 2**12)


def test_entropy_in_bits() -> None:
    assert entropy(HALVES) == pytest.approx(1)
    assert entropy({"a": 3, "b": 1}) == pytest.approx(2 - 0.75 * log2(3))
    assert entropy({"a": 7, "b": 0}) == 0


def test_always_the_same_is_evidence() -> None:
    found = straight(["a"] * 30, HALVES, STRAIGHT)
    assert found is not None
    assert found.kind == "straight"
    assert (found.figures["run"], found.figures["most"], found.figures["entropy"]) == (30, 30, 0)
    assert found.weight == pytest.approx(-log2(2 / 2**30) / log2(10))
    assert found.sentence == (
        "30 of 30 answers are the same, up to 30 in a row; chance would give such a run with probability 2e-09. "
        "The answers vary by 0.00 bits, where 1.00 are usual."
    )


def test_a_long_run_amid_varied_answers_is_evidence() -> None:
    values = list("abba" * 10) + ["a"] * 25 + list("baab" * 10)
    found = straight(values, HALVES, STRAIGHT)
    assert found is not None
    assert found.figures["run"] == 26


def test_little_variety_without_a_run_is_evidence() -> None:
    values = (["a"] * 11 + ["b"]) * 8
    found = straight(values, HALVES, STRAIGHT)
    assert found is not None
    assert found.figures["run"] == 11
    assert found.figures["run_p"] > STRAIGHT.p
    assert found.weight > 4


def test_where_nearly_everything_is_the_same_so_may_be_the_answers() -> None:
    assert straight(["no"] * 100, {"no": 0.98, "yes": 0.02}, STRAIGHT) is None


def test_a_leaning_is_no_evidence() -> None:
    random = Random(3)
    values = random.choices("ab", weights=(7, 3), k=2000)
    assert straight(values, HALVES, STRAIGHT) is None


def test_a_few_answers_are_no_evidence() -> None:
    assert straight(["a"] * 19, HALVES, STRAIGHT) is None


def test_honest_annotators_are_hardly_ever_suspected() -> None:
    random, shares = Random(4), {"a": 0.6, "b": 0.3, "c": 0.1}
    crowd = (random.choices("abc", weights=(6, 3, 1), k=60) for _ in range(2000))
    assert sum(straight(values, shares, STRAIGHT) is not None for values in crowd) <= 1


def test_in_rte_only_the_careless_are_suspected(
    rte_labels: list[tuple[str, str, int]], rte_truth: dict[str, int]
) -> None:
    """Against what others answered to the same records: batches were not dealt in random order."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    own: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for item, worker, label in rte_labels:
        counts[item][label] += 1
        own[worker].append((item, label))
    suspects = set()
    for worker, given in own.items():
        all_answers: Counter[int] = Counter()
        for item, _ in given:
            all_answers.update(counts[item])
        shares = {value: count / all_answers.total() for value, count in all_answers.items()}
        if straight([label for _, label in given], shares, STRAIGHT):
            suspects.add(worker)
    accuracy = {
        worker: sum(label == rte_truth[item] for item, label in own[worker]) / len(own[worker])
        for worker in suspects
    }
    assert suspects
    assert max(accuracy.values()) < 0.6
