"""Pinball loss: what a quantile forecast costs. Lower is better.

Koenker, R. and Bassett, G. (1978), Econometrica 46(1), equation 3.1.
"""

import numpy as np

from monitoring.quality.arrays import Floats


def pinball(truth: Floats, quantile: Floats, level: float) -> Floats:
    """Per-row loss of a forecast of the quantile at ``level`` (0–1), in the unit of the value."""
    below = truth - quantile
    return np.maximum(level * below, (level - 1.0) * below)
