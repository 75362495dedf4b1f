"""One row of a frame as the JSON object that a caller would send."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from api.artifact.schema import Field

SIGNIFICANT_DIGITS = 7
"""What a float32 holds."""


def as_row(fields: Sequence[Field], row: "pd.Series[Any]") -> dict[str, Any]:
    """The ``fields`` of the row as plain JSON values; a missing value becomes null."""
    return {field.name: _plain(field, row[field.name]) for field in fields}


def _plain(field: Field, value: Any) -> Any:
    if field.kind == "tensor":
        return np.asarray(value).tolist()
    if pd.isna(value):
        return None
    if field.kind == "number":
        return float(f"{float(value):.{SIGNIFICANT_DIGITS}g}")
    if field.kind == "integer":
        return int(value)
    return bool(value) if field.kind == "boolean" else str(value)
