import json
import warnings
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare, kendalltau, rankdata

from labeling.quality.correlation import ALL_TIED, concordance, mean_tau, mid_ranks
from labeling.quality.figure import NO_PAIR
from labeling.quality.patterns import Pattern, Unit, pattern

THINGS = "abcd"

Ranking = list[float]
rankings = st.lists(st.integers(1, 4), min_size=4, max_size=4).map(lambda scores: rankdata(scores).tolist())
campaigns = st.lists(st.lists(rankings, max_size=4), max_size=8)


def read(unit: Unit) -> Sequence[float]:
    ranks: list[float] = json.loads(str(unit))
    return ranks


def shown(records: list[list[Ranking]]) -> Counter[Pattern]:
    return Counter(pattern(json.dumps(ranking) for ranking in answers) for answers in records)


def tau(a: Ranking, b: Ranking) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(kendalltau(a, b).statistic)


def told(ranking: Ranking) -> bool:
    return len(set(ranking)) > 1


@given(campaigns)
def test_mean_tau_is_the_mean_over_the_pairs_of_each_record(records: list[list[Ranking]]) -> None:
    known = [[ranking for ranking in answers if told(ranking)] for answers in records]
    means = [fmean(tau(a, b) for a, b in combinations(one, 2)) for one in known if len(one) > 1]
    found = mean_tau(shown(records), read)
    if means:
        assert found.value == pytest.approx(fmean(means), abs=1e-9)
    else:
        assert found == (ALL_TIED if any(len(one) > 1 for one in records) else NO_PAIR)


@given(campaigns)
def test_concordance_is_friedmans_statistic_on_its_scale(records: list[list[Ranking]]) -> None:
    """W = chi^2 / (m (k - 1)), also with ties."""
    found = [
        friedmanchisquare(*np.array(answers).T).statistic / (len(answers) * 3)
        for answers in records
        if len(answers) > 1 and any(told(ranking) for ranking in answers)
    ]
    value = concordance(shown(records), read).value
    assert value == (pytest.approx(fmean(found), abs=1e-9) if found else None)


def test_same_order_and_reverse_order() -> None:
    up, down = [1.0, 2.0, 3.0, 4.0], [4.0, 3.0, 2.0, 1.0]
    assert mean_tau(shown([[up, up, up]]), read).value == pytest.approx(1)
    assert concordance(shown([[up, up, up]]), read).value == pytest.approx(1)
    assert mean_tau(shown([[up, down]]), read).value == pytest.approx(-1)
    assert concordance(shown([[up, down]]), read).value == pytest.approx(0)


def test_those_who_share_a_place_have_the_mean_of_their_ranks() -> None:
    assert mid_ranks([["b"], ["a", "c"], ["d"]]) == {"b": 1, "a": 2.5, "c": 2.5, "d": 4}
    assert mid_ranks([list(THINGS)]) == dict.fromkeys(THINGS, 2.5)


@pytest.mark.parametrize("answers", [["[1]", "[1]"], ["[]", "[]"], ["[1, 2]", "[1, 2, 3]"]])
def test_what_is_no_ranking_of_the_same_things_is_refused(answers: list[str]) -> None:
    with pytest.raises(ValueError):
        mean_tau(Counter([pattern(answers)]), read)
