"""A confidence sequence for the mean of bounded values, by betting; valid from the first row on.

A gambler who stakes a share f of what is safe on "the mean is above m" has, after n rows, the
wealth Π(1 + λ(xᵢ − m)), λ = f/(m − low): a non-negative martingale if the mean is m, so that the
chance that it ever reaches 1/α is at most α (Ville; Waudby-Smith and Ramdas, 2024, JRSS-B 86(1)).
We hold a fixed mixture of shares f and bound each wealth from below by power sums of the values:
log(1 + y) ≥ y − y²/2 + y³/3 + y⁴ r(−f)/f⁴ for y ≥ −f, where r is the remainder of log after its
third term, because r(y)/y⁴ rises with y. (For the first-order version see Fan, Grama and Liu,
2015, EJP 20; for mixtures of such bounds, Ryu and Bhatt, 2024, IEEE Trans. Inf. Theory 70(10).)

Why this one: it is nearly as tight as betting itself where values are small against their limits,
yet remembers five numbers that add up in any order, where the plug-in empirical Bernstein bound
depends on the order of rows and a grid of capitals stores hundreds of numbers. It is loose where
the mean lies next to a limit: use ``rate`` for rare events.

What is guaranteed: an interval refutes that *every* row's expected value, given the rows before
it, was at or beyond the excluded mean. Rows that go together break "given the rows before it":
test sums over clusters instead (``moments``).
"""

import numpy as np

from monitoring.quality.arrays import Floats
from monitoring.sequential.bounded_sums import BoundedSums
from monitoring.sequential.interval import ALPHA, Interval, require_level
from monitoring.sequential.search import last_refuted

SHARES = np.geomspace(1e-3, 0.9, 32)
"""Stakes: an effect of f·variance/(m − low) is found best by f. Neighbours overlap, so that a finer
grid finds nothing earlier."""

_TERMS = np.arange(4, 500)
_REMAINDER = -(SHARES[:, None] ** _TERMS / _TERMS).sum(axis=1)
"""r(−f) = log(1 − f) + f + f²/2 + f³/3, as its series: the closed form cancels for small f."""

_ROUNDING = 4e-14
"""Relative to the rows, what rounding may add to a power sum, with some to spare."""


def bounded_mean_interval(sums: BoundedSums, alpha: float = ALPHA) -> Interval:
    """The means that no gambler has refuted, each side at ``alpha``/2; the limits if no rows."""
    require_level(alpha)
    if sums.rows == 0:
        return Interval(float("nan"), sums.low, sums.high, 0, alpha)
    powers, threshold = sums.powers(), float(np.log(2.0 / alpha))
    mean = float(np.clip(powers[1] / powers[0], -1.0, 1.0))
    lower = _limit(powers, mean, threshold)
    upper = -_limit(mirrored(powers), -mean, threshold)
    estimate, low, high = (
        sums.centre + sums.half_range * scaled for scaled in (mean, lower, upper)
    )
    return Interval(estimate, low, high, sums.rows, alpha)


def log_wealth(powers: Floats, mean: float) -> Floats:
    """(…,) log of the mixture's wealth against "the mean is at most ``mean``", from below.

    ``powers`` (5, …) are sums of values scaled to [−1, 1], and so is ``mean``, above −1.
    """
    rows, first, second, third, fourth = powers
    c1 = first - rows * mean
    c2 = second - 2 * mean * first + rows * mean**2
    c3 = third - 3 * mean * second + 3 * mean**2 * first - rows * mean**3
    c4 = fourth - 4 * mean * third + 6 * mean**2 * second - 4 * mean**3 * first + rows * mean**4
    c1, c2, c3, c4 = (
        c[..., None] / (mean + 1.0) ** (i + 1) for i, c in enumerate((c1, c2, c3, c4))
    )
    each: Floats = SHARES * c1 - SHARES**2 / 2 * c2 + SHARES**3 / 3 * c3 + _REMAINDER * c4
    stake = SHARES / (mean + 1.0)
    each = each - _ROUNDING * np.asarray(rows)[..., None] * (stake + stake**4)
    most: Floats = each.max(axis=-1)
    wealth: Floats = most + np.log(np.mean(np.exp(each - most[..., None]), axis=-1))
    return wealth


def mirrored(powers: Floats) -> Floats:
    """The power sums of the negated values, to bet on the other side."""
    signs = np.array([1.0, -1.0, 1.0, -1.0, 1.0]).reshape(-1, *[1] * (powers.ndim - 1))
    turned: Floats = powers * signs
    return turned


def _limit(powers: Floats, mean: float, threshold: float) -> float:
    def refuted(value: float) -> bool:
        return value > -1.0 and bool(log_wealth(powers, value) >= threshold)

    return last_refuted(refuted, -1.0, mean)
