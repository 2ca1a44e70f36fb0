"""The tests that look for leaks find those that are there, and no others."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.journeys.separation import one_hot, separation, separations

RNG = np.random.default_rng(1)
MARKS = RNG.random(600) < 0.1
NOISE = RNG.normal(size=600)


def test_chance_separates_nothing():
    features = {f"noise {n}": RNG.normal(size=600).tolist() for n in range(40)}
    found = separations(features, MARKS.tolist())
    assert len(found) == 41
    assert found[0].p > 1e-3 / len(found)


@pytest.mark.parametrize(
    "leak",
    [
        NOISE + MARKS,
        np.where(MARKS, 0.0, (RNG.random(600) < 0.25).astype(float)),
        np.where(RNG.random(600) < 0.5, np.nan, MARKS.astype(float)),
        np.where(MARKS & (RNG.random(600) < 0.5), 1.0, 0.0),
    ],
    ids=["larger", "never", "where it is seen", "sometimes"],
)
def test_a_leak_is_found_among_forty_figures_that_say_nothing(leak: np.ndarray):
    features = {f"noise {n}": RNG.normal(size=600).tolist() for n in range(40)} | {"leak": leak.tolist()}
    found = separations(features, MARKS.tolist())
    assert found[0].feature == "leak"
    assert found[0].p < 1e-3 / len(found)


def test_what_no_feature_tells_alone_the_classifier_finds():
    parts = {f"part {n}": RNG.normal(size=600) + 0.35 * MARKS for n in range(30)}
    found = separations({name: part.tolist() for name, part in parts.items()}, MARKS.tolist())
    assert found[0].feature == "all of them together"


def test_the_figures_are_those_of_scipy():
    ties = RNG.integers(0, 4, 600).astype(float)
    ours = separation("ties", ties, MARKS)
    theirs = stats.mannwhitneyu(ties[MARKS], ties[~MARKS], method="asymptotic", use_continuity=False)
    assert ours
    assert ours.p == pytest.approx(theirs.pvalue)
    assert ours.auc == pytest.approx(theirs.statistic / (MARKS.sum() * (~MARKS).sum()))
    shown = RNG.random(600) < 0.3
    table = [[int((a & b).sum()) for b in (MARKS, ~MARKS)] for a in (shown, ~shown)]
    two = separation("two", shown.astype(float), MARKS)
    assert two
    assert two.p == pytest.approx(stats.fisher_exact(table).pvalue)


def test_a_category_is_a_feature_for_each_value():
    found = dict(one_hot("shape", ["a", None, "b", "a"]))
    assert found.keys() == {"shape 0", "shape 1"}
    assert found["shape 0"][0] == 1.0
    assert np.isnan(found["shape 0"][1])
