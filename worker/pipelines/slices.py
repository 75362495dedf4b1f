"""The headline figure in parts of the hold-out, and where it is worse than over the whole."""

import numpy as np
import pandas as pd

from api.artifact.documents import Interval, Slice
from api.artifact.schema import Schema
from monitoring.quality.arrays import Floats
from monitoring.quality.bootstrap import interval, resample
from worker.pipelines.clusters import cluster_labels
from worker.pipelines.measures import Better, Measured, headline_measure
from worker.pipelines.recipe import Judging
from worker.pipelines.truths import truth_values

SMALLEST_SLICE_ROWS = 50
"""Fewer rows have intervals too wide to say anything."""


def slice_scores(
    judging: Judging,
    schema: Schema,
    holdout: pd.DataFrame,
    predictions: Floats,
    *,
    overall: float,
    seed: int,
) -> tuple[Slice, ...]:
    """One entry for each value of the recipe's slice columns that has enough rows."""
    found = []
    for feature in judging.slices:
        values = holdout[feature].astype(str).to_numpy()
        for value in sorted(set(values)):
            inside = np.flatnonzero(values == value)
            if len(inside) < SMALLEST_SLICE_ROWS:
                continue
            name, better, measured = _measure(
                judging, schema, holdout.iloc[inside], predictions[inside], seed
            )
            ends = interval(measured.samples)
            found.append(
                Slice(
                    feature=feature,
                    value=value,
                    rows=len(inside),
                    metric=name,
                    score=measured.value,
                    interval=ends,
                    worse=is_worse(ends, overall, better),
                )
            )
    return tuple(found)


def is_worse(ends: Interval, overall: float, better: Better) -> bool:
    """The interval lies wholly on the worse side of the overall figure."""
    if better == "higher":
        return ends[1] < overall
    return ends[0] > overall


def _measure(
    judging: Judging, schema: Schema, rows: pd.DataFrame, predictions: Floats, seed: int
) -> tuple[str, Better, Measured]:
    measure = headline_measure(judging.headline, schema, truth_values(schema, rows))
    resampling = resample(len(rows), clusters=cluster_labels(rows), seed=seed)
    return measure.name, measure.better, measure.take(predictions, resampling)
