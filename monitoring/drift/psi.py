"""Population stability index (Siddiqi, 2006, Credit Risk Scorecards, section 10): Σ (q−p) ln(q/p).

Half a row is added to every bin of both sides, the estimate of Krichevsky and Trofimov (1981, IEEE
Transactions on Information Theory 27(2)), so that an empty bin costs no more than it tells.
"""

import numpy as np

from monitoring.quality.arrays import Floats

ADDED_ROWS = 0.5


def psi(reference: Floats, window: Floats) -> Floats:
    """(...) index of ``window`` (..., k) counts against ``reference`` (k,) counts; 0 or more.

    Two empty sides, or one bin only, are 0.
    """
    expected = _smoothed(reference)
    found = _smoothed(window)
    index: Floats = ((found - expected) * np.log(found / expected)).sum(axis=-1)
    return index


def _smoothed(counts: Floats) -> Floats:
    filled = counts + ADDED_ROWS
    shares: Floats = filled / filled.sum(axis=-1, keepdims=True)
    return shares
