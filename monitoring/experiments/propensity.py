"""What an arm's mean would have been on all rows, from rows allocated with known probabilities.

Each row's weighted outcome has the arm's mean as its expectation given the rows before, however the
allocation adapted to them (Horvitz and Thompson, 1952, JASA 47; with a baseline taken off, the
augmented form of Robins, Rotnitzky and Zhao, 1994, JASA 89). So ``moments.add_rows`` of them gives
``mean_interval`` an unbiased estimate that may be looked at at any time, which the plain mean of an
adaptively allocated arm is not.
"""

import numpy as np
from numpy.typing import NDArray

from monitoring.quality.arrays import Floats

Flags = NDArray[np.bool_]


def weighted_outcomes(
    chosen: Flags, outcome: Floats, propensity: Floats, *, baseline: float = 0.0
) -> Floats:
    """(n,) unbiased stand-ins for the arm's outcome on every row.

    ``chosen``: the row went to this arm. ``propensity``: the logged chance of that, on *all* rows.
    ``outcome`` is read where chosen. ``baseline``: a guess of the mean made before these rows, such
    as the mean so far; the better the guess, the narrower the interval; never a bias.
    """
    if not ((propensity > 0) & (propensity <= 1)).all():
        raise ValueError("a propensity is not above 0 and at most 1")
    surprise = np.where(chosen, outcome - baseline, 0.0)
    return baseline + surprise / propensity
