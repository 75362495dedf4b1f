"""Tails of the beta-binomial distribution: how many of ``rows`` have a property whose share is only
known from a reference, K | p ~ Binomial(rows, p), p ~ Beta(a, b) (Johnson, Kemp and Kotz, 2005,
Univariate Discrete Distributions, section 6.2.2).

Summed term by term, so that a probability of 1e-12 is as exact as one of 0.1, which resampling
cannot give.
"""

from math import ceil, exp, floor, lgamma, sqrt

import numpy as np

FIRST_BLOCK = 256
NEGLIGIBLE = 1e-13
"""Relative to the sum so far, a term after which the (falling) rest no longer counts."""


def upper_tail(count: int, rows: int, a: float, b: float) -> float:
    """P(K ≥ count). ``a`` and ``b`` are above 0."""
    if count <= 0:
        return 1.0
    if count > rows:
        return 0.0
    if count <= rows * a / (a + b):
        # Left of the mean the other tail is the short one.
        return 1.0 - _falling_sum(rows - count + 1, rows, b, a)
    return _falling_sum(count, rows, a, b)


def lower_tail(count: int, rows: int, a: float, b: float) -> float:
    """P(K ≤ count)."""
    return upper_tail(rows - count, rows, b, a)


def upper_quantile(tail: float, rows: int, a: float, b: float) -> int:
    """The smallest count with P(K > count) ≤ ``tail``, which is in (0, 1)."""
    mean = rows * a / (a + b)
    deviation = sqrt(mean * b / (a + b) * (a + b + rows) / (a + b + 1))
    # Cantelli's inequality bounds it on both sides, whatever the shape.
    low = max(0, floor(mean - deviation * sqrt(tail / (1 - tail))))
    high = min(rows, ceil(mean + deviation * sqrt((1 - tail) / tail)))
    while low < high:
        middle = (low + high) // 2
        if upper_tail(middle + 1, rows, a, b) <= tail:
            high = middle
        else:
            low = middle + 1
    return low


def _falling_sum(count: int, rows: int, a: float, b: float) -> float:
    """Sum of the probabilities of ``count`` to ``rows``; ``count`` is at least 1."""
    term = exp(_log_probability(count, rows, a, b))
    total, start, block = term, count, FIRST_BLOCK
    while start < rows:
        k = np.arange(start, min(start + block, rows), dtype=float)
        # The ratio of neighbouring terms, from k to k + 1.
        ratios = (rows - k) / (k + 1) * (k + a) / (rows - k - 1 + b)
        terms = term * np.cumprod(ratios)
        total += float(terms.sum())
        term = float(terms[-1])
        if term <= NEGLIGIBLE * total and ratios[-1] < 1:
            break
        start, block = start + block, 2 * block
    return min(1.0, total)


def _log_probability(k: int, rows: int, a: float, b: float) -> float:
    choices = lgamma(rows + 1) - lgamma(k + 1) - lgamma(rows - k + 1)
    return (
        choices
        + (lgamma(k + a) + lgamma(rows - k + b) - lgamma(rows + a + b))
        + (lgamma(a + b) - lgamma(a) - lgamma(b))
    )
