"""Categories as one number each: how often the event happened for them in training.

All categorical fields share one table and so one LabelEncoder node over the packed tensor; their
values must therefore differ between fields, which is checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import onnx
import pandas as pd
from numpy.typing import NDArray
from onnx import helper

from worker.pipelines.trees import ML_DOMAIN


@dataclass(frozen=True)
class CategoryCodes:
    fields: tuple[str, ...]
    codes: dict[str, float]
    """Value -> its rate, exactly a float32."""
    unknown: float
    """The rate over all rows, for a value never seen."""

    def encode(self, frame: pd.DataFrame) -> NDArray[np.float32]:
        """(n, fields) float32."""
        columns = [frame[name].map(self.codes).fillna(self.unknown) for name in self.fields]
        return np.column_stack(columns).astype(np.float32)

    def node(self, categories: str, encoded: str) -> onnx.NodeProto:
        """From the string tensor ``categories`` (rows, fields) to floats of the same shape."""
        return helper.make_node(
            "LabelEncoder",
            [categories],
            [encoded],
            name="category_codes",
            domain=ML_DOMAIN,
            keys_strings=list(self.codes),
            values_floats=list(self.codes.values()),
            default_float=self.unknown,
        )


def fit_category_codes(
    frame: pd.DataFrame, event: NDArray[np.float64], fields: Sequence[str], *, prior_rows: float
) -> CategoryCodes:
    """Rates of ``event`` (0 or 1 a row) by value, drawn towards the overall rate as if
    ``prior_rows`` more rows of each value had been average."""
    overall = float(event.mean())
    codes: dict[str, float] = {}
    for name in fields:
        grouped = pd.Series(event).groupby(frame[name].to_numpy())
        rates = (grouped.sum() + prior_rows * overall) / (grouped.count() + prior_rows)
        twice = sorted(set(rates.index) & set(codes))
        if twice:
            raise ValueError(f"{name}: the values {twice} are values of another field too")
        codes |= {str(value): _float32(rate) for value, rate in rates.items()}
    return CategoryCodes(tuple(fields), codes, _float32(overall))


def _float32(value: float) -> float:
    return float(np.float32(value))
