"""Rows that share their circumstances, for intervals that do not pretend they are independent."""

import pandas as pd

from monitoring.quality.arrays import Ints

CLUSTER_COLUMN = "cluster"
"""A column that a recipe may add: rows with equal labels are resampled together."""


def cluster_labels(frame: pd.DataFrame) -> Ints | None:
    """(n,) labels, or None where each row stands by itself."""
    if CLUSTER_COLUMN not in frame:
        return None
    labels: Ints = pd.factorize(frame[CLUSTER_COLUMN])[0].astype("int64")
    return labels
