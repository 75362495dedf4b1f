"""The identity of rows: the same rows in the same order have the same hash, wherever they lie."""

import hashlib

import msgspec
import numpy as np
import pandas as pd


def rows_sha256(frame: pd.DataFrame) -> str:
    """SHA-256 over the columns' names and values, in their order; missing values are null.

    Numbers are hashed as the shortest decimal that gives them back, moments as ISO 8601 in UTC.
    """
    digest = hashlib.sha256()
    for name in frame.columns:
        digest.update(msgspec.json.encode([str(name), len(frame)]))
        digest.update(msgspec.json.encode(_plain(frame[name])))
    return digest.hexdigest()


def _plain(column: "pd.Series[object]") -> list[object]:
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return [moment.isoformat() for moment in column.dt.tz_convert("UTC")]
    return [value.tolist() if isinstance(value, np.ndarray) else value for value in column.tolist()]
