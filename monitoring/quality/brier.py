"""Brier score: the squared distance between stated probabilities and what happened.

Brier, G. W. (1950), Monthly Weather Review 78(1). Lower is better.
"""

import numpy as np

from monitoring.quality.arrays import Floats, Ints


def brier(truth: Ints, probability: Floats) -> Floats:
    """Per-row score of two classes, 0–1: ``truth`` (n,) is 0 or 1, ``probability`` that of 1."""
    return np.square(probability - truth)


def brier_multiclass(truth: Ints, probabilities: Floats) -> Floats:
    """Per-row score of many classes, 0–2: ``truth`` (n,) indexes columns of (n, classes)."""
    happened = np.zeros_like(probabilities)
    happened[np.arange(len(truth)), truth] = 1.0
    score: Floats = np.square(probabilities - happened).sum(axis=1)
    return score
