"""Categories as one number each: the mean of a target over their rows in training.

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
    """Value -> its mean, exactly a float32."""
    unknown: float
    """The mean over all rows, for a value never seen."""

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
            name=f"{encoded}_codes",
            domain=ML_DOMAIN,
            keys_strings=list(self.codes),
            values_floats=list(self.codes.values()),
            default_float=self.unknown,
        )


def fit_category_codes(
    frame: pd.DataFrame, target: NDArray[np.float64], fields: Sequence[str], *, prior_rows: float
) -> CategoryCodes:
    """Means of ``target`` (n,) by value, drawn towards the overall mean as if ``prior_rows`` more
    rows of each value had been average."""
    overall = float(target.mean())
    codes: dict[str, float] = {}
    for name in fields:
        grouped = pd.Series(target).groupby(frame[name].to_numpy())
        means = (grouped.sum() + prior_rows * overall) / (grouped.count() + prior_rows)
        twice = sorted(set(means.index) & set(codes))
        if twice:
            raise ValueError(f"{name}: the values {twice} are values of another field too")
        codes |= {str(value): _float32(mean) for value, mean in means.items()}
    return CategoryCodes(tuple(fields), codes, _float32(overall))


def _float32(value: float) -> float:
    return float(np.float32(value))
