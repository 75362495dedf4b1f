"""Contiguous stretches of time, so that each is predicted by a model that has not seen it."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from monitoring.quality.arrays import Floats, Ints

FitAndScore = Callable[[pd.DataFrame, pd.DataFrame, int], Floats]
"""(rows to fit on, rows to score, block number) -> scores."""


def time_blocks(days: pd.Series, count: int) -> Ints:
    """(n,) block number of each row, blocks of equal numbers of distinct days.

    Rows must be in order of their days, so that scores block by block are in the rows' order.
    """
    if not days.is_monotonic_increasing:
        raise ValueError("rows are not in time order")
    distinct, index = np.unique(days.to_numpy(), return_inverse=True)
    blocks: Ints = (index * count // len(distinct)).astype(np.int64)
    return blocks


def cross_fitted_scores(frame: pd.DataFrame, blocks: Ints, fit_and_score: FitAndScore) -> Floats:
    """Scores of each row by a model fitted on all other blocks, earlier and later ones."""
    scores = [
        fit_and_score(frame[blocks != block], frame[blocks == block], int(block))
        for block in np.unique(blocks)
    ]
    return np.concatenate(scores)


def forward_scores(
    frame: pd.DataFrame, blocks: Ints, fit_and_score: FitAndScore, *, first: int
) -> Floats:
    """Scores of the rows in block ``first`` and later, each by a model fitted on the blocks before
    its own, as it would have been in use."""
    scores = [
        fit_and_score(frame[blocks < block], frame[blocks == block], int(block))
        for block in np.unique(blocks[blocks >= first])
    ]
    return np.concatenate(scores)
