"""A line fitted on the newest rows, on top of a model that was not trained on them."""

from dataclasses import dataclass

import numpy as np
import onnx
import pandas as pd

from api.artifact.schema import Schema
from monitoring.quality.arrays import Floats, Ints
from worker.pipelines.clusters import cluster_labels
from worker.pipelines.recalibration_graph import recalibrated
from worker.pipelines.recalibration_line import (
    RecalibrationLine,
    TooLittleTruth,
    fit_recalibration,
)
from worker.pipelines.recipe import Fitted, Recipe
from worker.pipelines.truths import truth_values


@dataclass(frozen=True)
class Lined:
    """A fitted binary model with its line, if it has one."""

    fitted: Fitted
    line: RecalibrationLine | None = None

    def predict(self, frame: pd.DataFrame) -> Floats:
        stated = self.fitted.predict(frame)
        return stated if self.line is None else self.line.apply(stated)

    def graph(self, recipe: Recipe, schema: Schema) -> onnx.ModelProto:
        graph = recipe.convert(self.fitted)
        return (
            graph if self.line is None else recalibrated(graph, schema.outputs[0].name, self.line)
        )


def line_on(
    schema: Schema, probability: Floats, rows: pd.DataFrame
) -> RecalibrationLine | TooLittleTruth:
    """Fitted on the (n,) probabilities that a model stated of ``rows``, which have the truth."""
    truth = truth_values(schema, rows).astype(np.int64)
    return fit_recalibration(truth, probability, clusters_of(rows))


def clusters_of(rows: pd.DataFrame) -> Ints:
    """The recipe's, else days in UTC."""
    labels = cluster_labels(rows)
    if labels is None:
        days = rows["occurred_at"].dt.tz_convert("UTC").dt.strftime("%Y-%m-%d")
        labels = pd.factorize(days)[0].astype("int64")
    return labels
