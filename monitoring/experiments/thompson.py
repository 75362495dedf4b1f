"""Allocation by Thompson sampling: each arm as often as it is probably the best one.

The probabilities are what is set for the next batch and logged with each row, so that results can
be weighted by them afterwards (``propensity``). Thompson, W. R. (1933), Biometrika 25(3/4).
"""

import numpy as np

from monitoring.quality.arrays import Floats
from monitoring.sequential.moments import Moments
from monitoring.sequential.rate import RateCounts

DRAWS = 20_000
"""Leaves a probability uncertain by at most 0.4 %; what is logged is exactly what is allocated."""


def best_rate_probabilities(
    arms: tuple[RateCounts, ...], *, seed: int, draws: int = DRAWS
) -> Floats:
    """(arms,) chance that each arm has the highest rate, from uniform priors."""
    generator = np.random.default_rng(seed)
    events = np.array([arm.events for arm in arms])
    others = np.array([arm.rows - arm.events for arm in arms])
    return _share_of_wins(generator.beta(1 + events, 1 + others, size=(draws, len(arms))))


def best_mean_probabilities(arms: tuple[Moments, ...], *, seed: int, draws: int = DRAWS) -> Floats:
    """(arms,) chance that each arm has the highest mean y, of values about Gaussian.

    The posterior of a mean under Jeffreys' prior is Student's t (Gelman et al., 2013, Bayesian Data
    Analysis, section 3.2). Equal chances until every arm has two different values.
    """
    if any(arm.count < 2 or arm.yy <= 0 for arm in arms):
        return np.full(len(arms), 1.0 / len(arms))
    generator = np.random.default_rng(seed)
    freedom = np.array([arm.count - 1.0 for arm in arms])
    error = np.sqrt([arm.yy / (arm.count - 1) / arm.count for arm in arms])
    means = np.array([arm.mean_y for arm in arms])
    return _share_of_wins(means + error * generator.standard_t(freedom, size=(draws, len(arms))))


def allocation(best_probabilities: Floats, *, floor: float) -> Floats:
    """Propensities that sum to 1, none below ``floor``, so that no arm starves.

    Refuses a floor that the arms cannot all have.
    """
    arms = len(best_probabilities)
    if not 0 < floor * arms <= 1:
        raise ValueError(f"{arms} arms cannot each have a share of {floor}")
    return floor + (1 - floor * arms) * best_probabilities


def _share_of_wins(samples: Floats) -> Floats:
    wins = np.bincount(samples.argmax(axis=1), minlength=samples.shape[1])
    return wins / len(samples)
