from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality.agreement import alpha
from labeling.quality.chance import ac1, ac2
from labeling.quality.expanded import expanded
from labeling.quality.figure import NO_PAIR, ONE_VALUE
from labeling.quality.patterns import Pattern, pattern

LEVELS = range(4)
Records = list[list[int]]
campaigns = st.lists(st.lists(st.integers(0, 3), max_size=5), max_size=15)


def patterns_of(records: Records) -> Counter[Pattern]:
    return Counter(pattern(answers) for answers in records)


def by_definition(records: Records, weights: dict[tuple[int, int], float]) -> float | None:
    """Gwet's formulas, record by record and value by value."""
    paired = [answers for answers in records if len(answers) > 1]
    if not paired:
        return None
    agreed = 0.0
    for answers in paired:
        pairs = [(i, j) for i, j in product(range(len(answers)), repeat=2) if i != j]
        agreed += sum(weights[answers[i], answers[j]] for i, j in pairs) / len(pairs) / len(paired)
    shares = [sum(one.count(level) / len(one) for one in paired) / len(paired) for level in LEVELS]
    k = len(LEVELS)
    chance = sum(weights.values()) / (k * (k - 1)) * sum(share * (1 - share) for share in shares)
    return (agreed - chance) / (1 - chance)


@given(campaigns)
def test_ac1_by_definition(records: Records) -> None:
    weights = {(c, k): float(c == k) for c, k in product(LEVELS, repeat=2)}
    found = ac1(patterns_of(records), LEVELS).value
    assert found == pytest.approx(by_definition(records, weights), abs=1e-9)


@given(campaigns)
def test_ac2_by_definition(records: Records) -> None:
    weights = {(c, k): 1 - (c - k) ** 2 / 9 for c, k in product(LEVELS, repeat=2)}
    found = ac2(patterns_of(records), LEVELS).value
    assert found == pytest.approx(by_definition(records, weights), abs=1e-9)


def test_the_paradox_it_is_there_for() -> None:
    """95 of 100 records are unanimous, 95% of the answers the same: alpha is near 0, AC1 near the agreement."""
    shown = {pattern([0, 0]): 95, pattern([0, 1]): 5}
    assert alpha(shown, "nominal").value == pytest.approx(-0.02, abs=0.01)
    assert ac1(shown, [0, 1]).value == pytest.approx((0.95 - 0.04875) / (1 - 0.04875))


def test_where_chance_says_little_the_domain_counts() -> None:
    shown = patterns_of([[0, 0], [0, 1]])
    assert ac1(shown, range(10)).value != ac1(shown, range(2)).value
    assert ac1(shown) == ac1(shown, [0, 1])


def test_one_possible_value_is_no_agreement() -> None:
    shown = patterns_of([[0, 0], [0, 0]])
    assert ac1(shown) == ac2(shown) == ONE_VALUE
    assert ac1(shown, [0, 1]).value == 1.0


def test_without_a_second_answer_there_is_no_value() -> None:
    assert ac1(patterns_of([[0], [1]])) == ac2(patterns_of([]), LEVELS) == NO_PAIR


def test_an_answer_outside_the_domain_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the domain"):
        ac1(patterns_of([[0, 9]]), LEVELS)


def test_the_mean_over_dimensions_leaves_out_those_with_one_value() -> None:
    shown = patterns_of([[0, 0], [0, 1], [1, 1]])
    judged = expanded(shown, lambda one: [("told", one, 1), ("silent", (("", 2),), 1)])
    assert ac1(judged).value == ac1(shown).value
    several = expanded(shown, lambda one: [("", one, 3)])
    assert ac1(several).value == pytest.approx(ac1(shown).value)
