from collections import Counter
from itertools import combinations
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality import table
from labeling.quality.figure import NO_PAIR, ONE_VALUE
from labeling.quality.numeric import intraclass, mean_deviation, within_tolerance
from labeling.quality.patterns import Pattern, pattern

Records = list[list[int]]
campaigns = st.lists(st.lists(st.integers(-50, 50), max_size=6), max_size=20)

# P. E. Shrout and J. L. Fleiss (1979), table 2: six targets, four judges.
TARGETS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def patterns_of(records: Records) -> Counter[Pattern]:
    return Counter(pattern(answers) for answers in records)


def paired(records: Records) -> Records:
    return [answers for answers in records if len(answers) > 1]


def test_the_published_intraclass_correlation() -> None:
    assert intraclass(patterns_of(TARGETS)).value == pytest.approx(0.17, abs=0.005)


@given(campaigns)
def test_intraclass_by_analysis_of_variance(records: Records) -> None:
    groups = [np.array(answers, dtype=float) for answers in paired(records)]
    found = intraclass(patterns_of(records))
    if not groups:
        assert found == NO_PAIR
    elif len(groups) == 1:
        assert found.reason == "a single record has two answers"
    elif len(np.unique(np.concatenate(groups))) == 1:
        assert found == ONE_VALUE
    else:
        everything = np.concatenate(groups)
        sizes = np.array([len(group) for group in groups])
        freedom = len(groups) - 1
        between = sum(len(g) * (g.mean() - everything.mean()) ** 2 for g in groups) / freedom
        inside = sum(((g - g.mean()) ** 2).sum() for g in groups) / (len(everything) - len(groups))
        typical = (sizes.sum() - (sizes**2).sum() / sizes.sum()) / freedom
        expected = (between - inside) / (between + (typical - 1) * inside)
        assert found.value == pytest.approx(expected, abs=1e-9)


@given(campaigns)
def test_mean_deviation_by_definition(records: Records) -> None:
    expected = [fmean(abs(x - fmean(answers)) for x in answers) for answers in paired(records)]
    found = mean_deviation(patterns_of(records)).value
    assert found == (pytest.approx(fmean(expected), abs=1e-9) if expected else None)


@given(campaigns, st.integers(0, 20))
def test_within_tolerance_by_definition(records: Records, tolerance: int) -> None:
    shares = [
        fmean(float(abs(a - b) <= tolerance) for a, b in combinations(answers, 2))
        for answers in paired(records)
    ]
    found = within_tolerance(patterns_of(records), tolerance).value
    assert found == (pytest.approx(fmean(shares), abs=1e-9) if shares else None)


def test_with_a_domain_levels_are_counted() -> None:
    words = ["never", "sometimes", "often", "always"]
    shown = Counter([pattern(["never", "sometimes"]), pattern(["always", "never"])])
    assert within_tolerance(shown, 1, words).value == 0.5
    assert within_tolerance(shown, 3, words).value == 1.0


def test_decimals_are_as_far_apart_as_they_are_written() -> None:
    assert 0.8 - 0.7 > 0.1
    assert within_tolerance(Counter([pattern([0.8, 0.7])]), 0.1).value == 1.0
    assert within_tolerance(Counter([pattern([0.8, 0.69])]), 0.1).value == 0.0


def test_blocks_bound_memory_and_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = patterns_of(np.random.default_rng(3).integers(0, 30, (40, 7)).tolist())
    whole = within_tolerance(shown, 4)
    monkeypatch.setattr(table, "BLOCK", 20)
    assert within_tolerance(shown, 4) == whole
