"""Jensen–Shannon distance with logarithms to base 2: 0 for equal shares, 1 for no value in common.

The square root of the divergence of Lin (1991, IEEE Transactions on Information Theory 37(1)); a
metric (Endres and Schindelin, 2003, ibid. 49(7)).
"""

import numpy as np

from monitoring.quality.arrays import Floats


def jensen_shannon(reference: Floats, window: Floats) -> Floats:
    """(...) distance of ``window`` (..., k) counts from ``reference`` (k,) counts; no smoothing.

    Neither side may be empty: a distribution of no rows has no distance (nan).
    """
    with np.errstate(invalid="ignore"):
        p = reference / reference.sum()
        q = window / window.sum(axis=-1, keepdims=True)
    middle = (p + q) / 2
    divergence = (_bits(p, middle) + _bits(q, middle)) / 2
    # Rounding can leave a divergence of equal shares a hair below 0.
    distance: Floats = np.sqrt(np.clip(divergence, 0.0, 1.0))
    return distance


def _bits(shares: Floats, middle: Floats) -> Floats:
    """Kullback–Leibler divergence, where 0 · log 0 is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(shares == 0, 1.0, shares / middle)
    bits: Floats = (shares * np.log2(ratio)).sum(axis=-1)
    return bits
