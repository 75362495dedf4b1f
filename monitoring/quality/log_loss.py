"""Logarithmic loss in nats: the surprise at what happened. Lower is better."""

import numpy as np

from monitoring.quality.arrays import SMALLEST_PROBABILITY, Floats, Ints


def log_loss(truth: Ints, probability: Floats) -> Floats:
    """Per-row loss of two classes: ``truth`` (n,) is 0 or 1, ``probability`` that of 1."""
    return _surprise(np.where(truth == 1, probability, 1.0 - probability))


def log_loss_multiclass(truth: Ints, probabilities: Floats) -> Floats:
    """Per-row loss of many classes: ``truth`` (n,) indexes columns of (n, classes)."""
    return _surprise(probabilities[np.arange(len(truth)), truth])


def _surprise(probability_of_truth: Floats) -> Floats:
    return -np.log(np.clip(probability_of_truth, SMALLEST_PROBABILITY, 1.0))
