"""The truth column as numbers."""

import numpy as np
import pandas as pd

from api.artifact.schema import Schema
from monitoring.quality.arrays import Floats


def truth_values(schema: Schema, frame: pd.DataFrame) -> Floats:
    """Values of a regression; indexes into the schema's labels otherwise.

    Raises ValueError for a truth that is no label.
    """
    if schema.task == "regression":
        return np.asarray(frame["truth"], dtype=np.float64)
    index = {label: position for position, label in enumerate(schema.labels)}
    positions = frame["truth"].astype(str).map(index)
    if positions.isna().any():
        strange = sorted(set(frame.loc[positions.isna(), "truth"].astype(str)))
        raise ValueError(f"truths {strange[:5]} are none of the labels {list(schema.labels)}")
    indexes: Floats = positions.to_numpy(dtype=np.float64)
    return indexes
