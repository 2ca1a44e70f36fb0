from math import asin, comb, fsum, pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality.distributions import beta_cdf, beta_quantile, binomial_tail

shares = st.floats(0.001, 0.999)
trials = st.integers(1, 200)


def exact_tail(hits: int, of: int, p: float) -> float:
    """The defining sum."""
    return fsum(comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(hits, of + 1))


@given(trials.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), shares)
def test_the_tail_is_its_sum(counts: tuple[int, int], p: float) -> None:
    assert binomial_tail(*counts, p) == pytest.approx(exact_tail(*counts, p), rel=1e-10)


def test_far_out_the_tail_keeps_its_digits() -> None:
    tail = binomial_tail(90, 300, 0.0625)
    assert tail == pytest.approx(exact_tail(90, 300, 0.0625), rel=1e-9)
    assert 0 < tail < 1e-30


def test_none_or_more_is_certain_and_more_than_all_impossible() -> None:
    assert binomial_tail(0, 5, 0.2) == 1.0
    assert binomial_tail(6, 5, 0.2) == 0.0
    assert binomial_tail(5, 5, 1.0) == 1.0
    assert binomial_tail(1, 5, 0.0) == 0.0


@given(shares)
def test_the_arcsine_law(x: float) -> None:
    """Beta(1/2, 1/2): parameters that are no whole numbers."""
    assert beta_cdf(x, 0.5, 0.5) == pytest.approx(2 / pi * asin(sqrt(x)), abs=1e-12)


@given(shares, st.floats(0.5, 500), st.floats(0.5, 500))
def test_mirrored(x: float, a: float, b: float) -> None:
    assert beta_cdf(x, a, b) == pytest.approx(1 - beta_cdf(1 - x, b, a), abs=1e-10)


@given(shares, st.floats(1, 500), st.floats(1, 500))
def test_the_quantile_undoes_the_distribution(share: float, a: float, b: float) -> None:
    assert beta_cdf(beta_quantile(share, a, b), a, b) == pytest.approx(share, abs=1e-8)


@pytest.mark.parametrize(
    ("x", "a", "b"), [(-0.1, 1, 1), (1.1, 1, 1), (0.5, 0, 1), (0.5, 1, -1), (float("nan"), 1, 1)]
)
def test_what_is_no_distribution_is_refused(x: float, a: float, b: float) -> None:
    with pytest.raises(ValueError, match="must be"):
        beta_cdf(x, a, b)
