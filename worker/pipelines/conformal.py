"""Conformalised quantile regression: widen quantile forecasts until they cover what they promise.

Romano, Y., Patterson, E. and Candès, E. (2019), NeurIPS, equations 5–8. Its guarantee is for
exchangeable rows; over time it is only as good as the future resembles the calibration rows, which
is why coverage is measured on a later hold-out.
"""

import numpy as np

from monitoring.quality.arrays import Floats


def conformal_margin(truth: Floats, lower: Floats, upper: Floats, coverage: float) -> float:
    """How far to move both bounds outwards (negative: inwards), from rows unseen in fitting.

    The ⌈(n + 1) · coverage⌉-th smallest distance of a truth outside its interval; refuses too few
    rows for the coverage asked.
    """
    rank = int(np.ceil((len(truth) + 1) * coverage))
    if rank > len(truth):
        raise ValueError(f"{len(truth)} calibration rows are too few for a coverage of {coverage}")
    distances = np.maximum(lower - truth, truth - upper)
    return float(np.sort(distances)[rank - 1])
