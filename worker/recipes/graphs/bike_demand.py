"""An hour to its hires and their bounds: quantiles of the ratio to recent demand, widened."""

from dataclasses import dataclass

import lightgbm as lgb
import numpy as np
import onnx
import pandas as pd
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from monitoring.quality.arrays import Floats
from worker.pipelines.onnx_graph import make_graph
from worker.pipelines.trees import ML_DOMAIN, tree_node
from worker.recipes.wording import bike_demand as wording
from worker.recipes.wording.weekdays import WEEKDAYS

NUMBERS = tuple(field.name for field in wording.NUMBERS)
CATEGORIES = tuple(field.name for field in wording.CATEGORIES)
CODES = {value: float(i) for names in (WEEKDAYS, wording.WEATHER) for i, value in enumerate(names)}
"""One table for both categories: their names differ."""


@dataclass(frozen=True)
class BikeModel:
    boosters: tuple[lgb.Booster, ...]
    """Of the ratio of hires to recent hires, one a level."""
    margin: float
    """By which the bounds of the ratio are moved outwards."""

    def predict(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        ratios = quantiles(self.boosters, frame) + np.array([0.0, -self.margin, self.margin])
        recent = frame["recent_hires_per_hour"].to_numpy(dtype=np.float32)
        value, lower, upper = np.maximum(ratios * recent[:, None], 0.0).T
        return np.column_stack([value, np.minimum(lower, value), np.maximum(upper, value)])


def features(frame: pd.DataFrame) -> NDArray[np.float32]:
    """(n, 9) float32, in the order of the graph: numbers, category codes, holiday."""
    numbers = frame[list(NUMBERS)].to_numpy(dtype=np.float32)
    codes = np.column_stack([frame[name].map(CODES) for name in CATEGORIES])
    holiday = frame["holiday"].to_numpy(dtype=np.float32)[:, None]
    return np.concatenate([numbers, codes.astype(np.float32), holiday], axis=1)


def quantiles(boosters: tuple[lgb.Booster, ...], frame: pd.DataFrame) -> Floats:
    """(n, 3) forecasts of the ratio."""
    inputs = features(frame)
    return np.column_stack([booster.predict(inputs, num_threads=1) for booster in boosters])


def bike_graph(model: BikeModel) -> onnx.ModelProto:
    """From ``numbers``, ``categories`` and ``holiday`` to ``value``, ``lower`` and ``upper``."""
    margins = np.array([0.0, -model.margin, model.margin], np.float32)
    recent = np.array([NUMBERS.index("recent_hires_per_hour")], np.int64)
    return make_graph(
        "bike_demand",
        _nodes(model),
        {
            "numbers": (TensorProto.FLOAT, len(NUMBERS)),
            "categories": (TensorProto.STRING, len(CATEGORIES)),
            "holiday": (TensorProto.BOOL, 1),
        },
        {"value": 1, "lower": 1, "upper": 1},
        [
            numpy_helper.from_array(margins, "conformal_margins"),
            numpy_helper.from_array(recent, "recent_column"),
        ],
    )


def _nodes(model: BikeModel) -> list[onnx.NodeProto]:
    make = helper.make_node
    return [
        make("LabelEncoder", ["categories"], ["codes"], name="category_codes", domain=ML_DOMAIN,
             keys_strings=list(CODES), values_floats=list(CODES.values())),
        make("Cast", ["holiday"], ["holiday_number"], to=TensorProto.FLOAT),
        make("Concat", ["numbers", "codes", "holiday_number"], ["features"], axis=1),
        tree_node(model.boosters, features="features", scores="ratios", name="trees"),
        make("Add", ["ratios", "conformal_margins"], ["widened"]),
        make("Gather", ["numbers", "recent_column"], ["recent"], axis=1),
        make("Mul", ["widened", "recent"], ["scaled"]),
        make("Relu", ["scaled"], ["hires"]),
        make("Split", ["hires"], ["value", "low", "high"], axis=1, num_outputs=3),
        make("Min", ["value", "low"], ["lower"]),
        make("Max", ["value", "high"], ["upper"]),
    ]  # fmt: skip
