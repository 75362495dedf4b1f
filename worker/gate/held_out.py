"""The same rows, answered by both."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from api.artifact.schema import Schema
from monitoring.quality.accuracy import accuracy
from monitoring.quality.arrays import Floats, Ints
from monitoring.quality.brier import brier, brier_multiclass
from monitoring.quality.log_loss import log_loss, log_loss_multiclass
from monitoring.quality.mae import absolute_error
from worker.pipelines.evaluate import predicted_labels

LOSSES = {
    "brier": "Brier score",
    "log_loss": "log loss",
    "accuracy": "share of wrong labels",
    "mae": "mean absolute error",
}
"""Headline metric -> what its loss is called."""


@dataclass(frozen=True)
class HeldOut:
    """Predictions are shaped as ``Fitted.predict`` gives them."""

    schema: Schema
    headline: str
    """brier, log_loss, accuracy or mae: whose loss is compared."""
    truth: Floats
    """(n,) label indexes, or values."""
    champion: Floats
    candidate: Floats
    clusters: Ints
    """(n,)"""
    slices: Mapping[str, NDArray[np.object_]]
    """Column -> (n,) its values."""

    @cached_property
    def champion_losses(self) -> Floats:
        return self.losses(self.champion)

    @cached_property
    def candidate_losses(self) -> Floats:
        return self.losses(self.candidate)

    @cached_property
    def cluster_count(self) -> int:
        return len(np.unique(self.clusters))

    @property
    def loss_name(self) -> str:
        return LOSSES[self.headline]

    @property
    def happened(self) -> Ints:
        return self.truth.astype(np.int64)

    def losses(self, predictions: Floats) -> Floats:
        """(n,) lower is better. Raises ValueError for a headline that the task does not have."""
        schema, many = self.schema, self.schema.task == "multiclass"
        if self.headline == "mae" and schema.task == "regression":
            return absolute_error(self.truth, predictions.reshape(len(self.truth), -1)[:, 0])
        if schema.task in ("binary", "multiclass"):
            if self.headline == "brier":
                return (brier_multiclass if many else brier)(self.happened, predictions)
            if self.headline == "log_loss":
                return (log_loss_multiclass if many else log_loss)(self.happened, predictions)
            if self.headline == "accuracy":
                return 1.0 - accuracy(self.happened, predicted_labels(schema, predictions))
        raise ValueError(f"a {schema.task} model has no loss for {self.headline}")
