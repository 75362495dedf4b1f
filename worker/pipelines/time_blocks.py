"""Contiguous stretches of time, so that each is predicted by a model that has not seen it."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from monitoring.quality.arrays import Floats, Ints

FitAndScore = Callable[[pd.DataFrame, pd.DataFrame, int], Floats]
"""(rows to fit on, rows to score, block number) -> scores."""


def time_blocks(days: pd.Series, count: int) -> Ints:
    """(n,) block number of each row, blocks of equal numbers of distinct days."""
    distinct, index = np.unique(days.to_numpy(), return_inverse=True)
    blocks: Ints = (index * count // len(distinct)).astype(np.int64)
    return blocks


def cross_fitted_scores(frame: pd.DataFrame, blocks: Ints, fit_and_score: FitAndScore) -> Floats:
    """(n,) score of each row by a model fitted on all other blocks."""
    scores = np.empty(len(frame))
    for block in np.unique(blocks):
        inside = blocks == block
        scores[inside] = fit_and_score(frame[~inside], frame[inside], int(block))
    return scores
