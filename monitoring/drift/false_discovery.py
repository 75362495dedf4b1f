"""False discovery control over many features: Benjamini and Hochberg (1995, Journal of the Royal
Statistical Society B 57(1)).

Among the features that it flags, the expected share of those without drift is at most the chosen
rate, for independent or positively dependent features (Benjamini and Yekutieli, 2001, Annals of
Statistics 29(4)). Where nothing has drifted that is the probability of any flag at all.
"""

import numpy as np

from monitoring.quality.arrays import Floats


def adjusted_exceedances(exceedances: Floats) -> Floats:
    """(m,) the smallest rate at which each of the (m,) probabilities is flagged; 0–1."""
    count = len(exceedances)
    order = np.argsort(exceedances)[::-1]
    ranks = np.arange(count, 0, -1)
    adjusted = np.empty(count)
    adjusted[order] = np.minimum.accumulate(exceedances[order] * count / np.maximum(ranks, 1))
    return np.minimum(adjusted, 1.0)
