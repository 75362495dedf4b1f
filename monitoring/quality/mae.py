"""Mean absolute error, in the unit of the value. Lower is better."""

import numpy as np

from monitoring.quality.arrays import Floats


def absolute_error(truth: Floats, value: Floats) -> Floats:
    return np.abs(truth - value)
