"""A departure to the probability that it arrives late: encoding, trees and calibration."""

from dataclasses import dataclass

import lightgbm as lgb
import numpy as np
import onnx
import pandas as pd
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from monitoring.quality.arrays import Floats
from worker.pipelines.category_codes import CategoryCodes
from worker.pipelines.logistic_calibration import LogisticCalibration
from worker.pipelines.onnx_graph import make_graph
from worker.pipelines.trees import tree_node

NUMBERS = (
    "distance_miles",
    "scheduled_departure_minute",
    "temperature_f",
    "humidity_percent",
    "wind_speed_mph",
    "precipitation_inches",
    "pressure_millibars",
    "visibility_miles",
    "plane_year",
    "plane_seats",
)
"""Columns of the graph's input ``numbers``; the distance is first and may be missing."""
CATEGORIES = ("carrier", "origin", "destination", "weekday")


@dataclass(frozen=True)
class FlightTrees:
    """Trees and the encoding that they were fitted with."""

    lateness: CategoryCodes
    """Share of late arrivals of each category."""
    distances: CategoryCodes
    """Usual distance to each destination, for a row that does not give one."""
    booster: lgb.Booster

    def scores(self, frame: pd.DataFrame) -> Floats:
        """(n,) log-odds, not calibrated."""
        inputs = features(self.lateness, self.distances, frame)
        scores = self.booster.predict(inputs, raw_score=True, num_threads=1)
        return np.asarray(scores, dtype=np.float64)


@dataclass(frozen=True)
class FlightModel:
    trees: FlightTrees
    calibration: LogisticCalibration

    def predict(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        return self.calibration.apply(self.trees.scores(frame))


def features(
    lateness: CategoryCodes, distances: CategoryCodes, frame: pd.DataFrame
) -> NDArray[np.float32]:
    """(n, 14) float32, in the order of the graph: distance, other numbers, encoded categories."""
    numbers = frame[list(NUMBERS)].to_numpy(dtype=np.float32, na_value=np.nan)
    given, others = numbers[:, :1], numbers[:, 1:]
    distance = np.where(np.isnan(given), distances.encode(frame), given)
    return np.concatenate([distance, others, lateness.encode(frame)], axis=1)


def flight_graph(model: FlightModel) -> onnx.ModelProto:
    """From ``numbers`` and ``categories`` to the ``probability`` of being late."""
    widths = np.array([1, len(NUMBERS) - 1], np.int64)
    destination = np.array([CATEGORIES.index("destination")], np.int64)
    return make_graph(
        "flight_delay",
        _nodes(model),
        {
            "numbers": (TensorProto.FLOAT, len(NUMBERS)),
            "categories": (TensorProto.STRING, len(CATEGORIES)),
        },
        {"probability": 1},
        [
            *model.calibration.initializers(),
            numpy_helper.from_array(widths, "widths"),
            numpy_helper.from_array(destination, "destination_column"),
        ],
    )


def _nodes(model: FlightModel) -> list[onnx.NodeProto]:
    make = helper.make_node
    trees = model.trees
    return [
        trees.lateness.node("categories", "lateness"),
        make("Gather", ["categories", "destination_column"], ["destination"], axis=1),
        trees.distances.node("destination", "usual_distance"),
        make("Split", ["numbers", "widths"], ["given_distance", "others"], axis=1),
        make("IsNaN", ["given_distance"], ["no_distance"]),
        make("Where", ["no_distance", "usual_distance", "given_distance"], ["distance"]),
        make("Concat", ["distance", "others", "lateness"], ["features"], axis=1),
        tree_node([trees.booster], features="features", scores="score", name="trees"),
        *model.calibration.nodes("score", "probability"),
    ]
