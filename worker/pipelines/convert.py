"""The gate: a graph that answers differently from the native model is never registered."""

import numpy as np

from api.artifact.documents import Conversion
from api.artifact.schema import Schema
from api.core.errors import FarolError
from monitoring.quality.arrays import Floats
from worker.pipelines.evaluate import predicted_labels
from worker.pipelines.recipe import ConversionLimits


class ConversionDisagrees(FarolError):
    """The ONNX graph and the native model differ on the hold-out by more than the recipe allows."""

    kind = "conflict"

    def __init__(self, model: str, conversion: Conversion) -> None:
        self.conversion = conversion
        super().__init__(
            f"{model}: over {conversion.rows} held-out rows the graph agrees with the native model "
            f"on {conversion.label_agreement:.6f} of the labels "
            f"(at least {conversion.label_agreement_limit} is asked for) and differs by up to "
            f"{conversion.max_abs_difference:.3g} "
            f"(at most {conversion.max_abs_difference_limit:.3g} is allowed)"
        )


def check_conversion(
    model: str, schema: Schema, native: Floats, graph: Floats, limits: ConversionLimits
) -> Conversion:
    """Compare answers row for row; raises ConversionDisagrees. An answer that is not a number
    on one side only differs without bound."""
    conversion = Conversion(
        rows=len(native),
        label_agreement=_label_agreement(schema, native, graph),
        max_abs_difference=_largest_difference(native, graph),
        label_agreement_limit=limits.label_agreement,
        max_abs_difference_limit=limits.max_abs_difference,
    )
    agrees = conversion.label_agreement >= limits.label_agreement
    if not (agrees and conversion.max_abs_difference <= limits.max_abs_difference):
        raise ConversionDisagrees(model, conversion)
    return conversion


def _label_agreement(schema: Schema, native: Floats, graph: Floats) -> float:
    if schema.task == "regression":
        return 1.0
    same = predicted_labels(schema, native) == predicted_labels(schema, graph)
    return float(same.mean())


def _largest_difference(native: Floats, graph: Floats) -> float:
    if native.shape != graph.shape:
        raise ValueError(f"the native model gives {native.shape}, the graph {graph.shape}")
    differences = np.abs(native - graph)
    return float("inf") if np.isnan(differences).any() else float(differences.max())
