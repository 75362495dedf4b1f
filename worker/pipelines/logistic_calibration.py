"""A straight line on the log-odds, fitted on rows that the scored trees have not seen.

Platt, J. (1999), in Advances in Large Margin Classifiers. In the graph its two numbers are
initializers with fixed names, so that a model can be calibrated anew without being trained anew.
"""

from dataclasses import dataclass

import numpy as np
import onnx
from onnx import helper, numpy_helper

from monitoring.quality.arrays import Floats, Ints
from monitoring.quality.calibration import calibration_line

SLOPE = "calibration_slope"
INTERCEPT = "calibration_intercept"


@dataclass(frozen=True)
class LogisticCalibration:
    slope: float
    intercept: float

    def apply(self, score: Floats) -> Floats:
        """Log-odds to probabilities."""
        probability: Floats = 1.0 / (1.0 + np.exp(-(self.slope * score + self.intercept)))
        return probability

    def nodes(self, score: str, probability: str) -> list[onnx.NodeProto]:
        return [
            helper.make_node("Mul", [score, SLOPE], ["sloped"], name="calibrate_slope"),
            helper.make_node("Add", ["sloped", INTERCEPT], ["log_odds"], name="calibrate_shift"),
            helper.make_node("Sigmoid", ["log_odds"], [probability], name="probability"),
        ]

    def initializers(self) -> list[onnx.TensorProto]:
        return [
            numpy_helper.from_array(np.array([value], np.float32), name)
            for name, value in ((SLOPE, self.slope), (INTERCEPT, self.intercept))
        ]


AS_BOOSTED = LogisticCalibration(slope=1.0, intercept=0.0)
"""Takes the scores for log-odds as they are."""


def fit_logistic_calibration(truth: Ints, score: Floats) -> LogisticCalibration:
    """Fit on log-odds ``score``; refuses rows with one class only, which tell no line."""
    line = calibration_line(truth, 1.0 / (1.0 + np.exp(-score)))
    if not np.isfinite([line.slope, line.intercept]).all():
        raise ValueError("no calibration line: the rows hold one class or one score only")
    return LogisticCalibration(
        slope=float(np.float32(line.slope)), intercept=float(np.float32(line.intercept))
    )
