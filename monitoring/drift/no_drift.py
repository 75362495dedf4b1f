"""Windows as they come when nothing has changed, drawn from the reference's own counts.

The reference is itself a sample: its true shares are first drawn from what its counts leave open
(Dirichlet), then a window from these shares. So the noise has both parts, 1/(window's rows) and
1/(reference's rows); drawing from the reference's shares as if they were the truth would alarm on
every large window of a small reference.

For numbers between quantiles this is exact, not approximate: the shares between the order
statistics of any continuous distribution are Dirichlet with weight 1 for each of the rows + 1
spaces, of which one lies below the minimum and one above the maximum (David and Nagaraja, 2003,
Order Statistics, section 2.5). For categories the weight of what was never seen is one more than
the number of values seen once (Good, 1953, Biometrika 40(3/4)), for that number is itself noisy.
"""

from dataclasses import dataclass

import numpy as np

from monitoring.drift.profile import CategoryProfile, NumberProfile
from monitoring.quality.arrays import Floats

SMALLEST_WEIGHT = 0.5
"""Of a bin that the reference left empty (Jeffreys' prior)."""


@dataclass(frozen=True)
class NumberDraws:
    """Counts of ``draws`` windows: ``counts`` (draws, k); ``below``, ``above`` (draws,)."""

    counts: Floats
    below: Floats
    above: Floats


def draw_numbers(
    reference: NumberProfile, rows: int, draws: int, generator: np.random.Generator
) -> NumberDraws:
    """Windows of about ``rows`` known values. The reference has known values."""
    counts = np.array(reference.counts, dtype=float)
    lowest, highest = np.flatnonzero(counts)[[0, -1]]
    weights = counts.copy()
    weights[lowest] -= 1.0
    cells = np.concatenate([[1.0], np.maximum(weights, SMALLEST_WEIGHT), [1.0]])
    drawn = _draw(cells, rows, draws, generator)
    below, bins, above = drawn[:, 0], drawn[:, 1:-1], drawn[:, -1]
    bins[:, lowest] += below
    bins[:, highest] += above
    return NumberDraws(bins, below, above)


def draw_categories(
    reference: CategoryProfile, rows: int, draws: int, generator: np.random.Generator
) -> Floats:
    """(draws, listed + 1) counts of about ``rows`` known values, the unlisted ones last."""
    cells = np.array([*reference.counts.values(), unlisted_weight(reference)], dtype=float)
    return _draw(np.maximum(cells, SMALLEST_WEIGHT), rows, draws, generator)


def unlisted_weight(reference: CategoryProfile) -> float:
    """What the reference tells about values that it does not list, in rows."""
    seen_once = sum(count == 1 for count in reference.counts.values())
    return float(reference.other + seen_once + 1)


def _draw(weights: Floats, rows: int, draws: int, generator: np.random.Generator) -> Floats:
    """Poisson counts are multinomial given their sum, and ten times faster to draw; the sum is
    within a few 1/√rows of ``rows``. None of them is empty."""
    shares = generator.standard_gamma(weights, size=(draws, len(weights)))
    shares /= shares.sum(axis=1, keepdims=True)
    counts = generator.poisson(rows * shares).astype(float)
    empty = counts.sum(axis=1) == 0
    counts[empty, shares[empty].argmax(axis=1)] = 1.0
    return counts
