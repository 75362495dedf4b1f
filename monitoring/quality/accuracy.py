"""Share of rows whose most likely label is the true one. Higher is better."""

import numpy as np

from monitoring.quality.arrays import Floats, Ints


def accuracy(truth: Ints, predicted: Ints) -> Floats:
    """Per-row 1.0 where the label indexes agree, else 0.0."""
    right: Floats = (truth == predicted).astype(np.float64)
    return right
