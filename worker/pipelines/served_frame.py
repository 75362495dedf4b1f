"""Served rows as a frame with the types that a recipe's own data have."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from api.artifact.schema import Field, Schema
from api.core.predictions.truths import ServedTruth
from worker.pipelines.feeds import NUMPY_TYPES

Truth = int | float | str | bool


def served_frame(schema: Schema, days: Iterable[Sequence[ServedTruth]]) -> pd.DataFrame:
    """One column a field, ``truth`` and ``occurred_at``, in order of event time.

    An event that was asked about several times under one key counts once, as last served. Left
    out are rows whose truth does not fit the task, and rows without a field that must be there
    (served under another schema). A category outside its choices becomes the empty string: what a
    stranger typed is no category of the model.
    """
    parts = [_frame(schema, rows) for rows in days]
    frame = pd.concat(parts or [_frame(schema, [])], ignore_index=True)
    keyed = frame["client_key"].notna()
    again = frame[keyed].duplicated("client_key", keep="last")
    return frame.drop(index=again.index[again], columns="client_key").reset_index(drop=True)


def truth_of_task(schema: Schema, truth: Truth) -> str | float | None:
    """The truth as a label of the schema or a number; None for one that is neither.

    A label may be told as its number (the digit 7), and a binary one as 0, 1, false or true.
    """
    if schema.task == "regression":
        return None if isinstance(truth, str | bool) or not np.isfinite(truth) else float(truth)
    whole = isinstance(truth, float) and truth.is_integer()
    label = str(int(truth) if whole else truth)
    if label in schema.labels:
        return label
    if schema.task == "binary" and not isinstance(truth, str) and truth in (0, 1):
        return schema.labels[int(truth)]
    return None


def _frame(schema: Schema, rows: Sequence[ServedTruth]) -> pd.DataFrame:
    truths = [truth_of_task(schema, row.truth) for row in rows]
    columns: dict[str, object] = {
        field.name: served_column(field, [row.inputs.get(field.name) for row in rows])
        for field in schema.fields
    }
    columns["truth"] = pd.Series(truths, dtype=object)
    columns["occurred_at"] = pd.to_datetime([row.occurred_at for row in rows], utc=True)
    columns["client_key"] = pd.Series([row.client_key for row in rows], dtype=object)
    frame = pd.DataFrame(columns)
    required = [field.name for field in schema.fields if not field.nullable]
    kept = frame[frame["truth"].notna() & frame[required].notna().all(axis=1)]
    return kept.astype({"truth": float}) if schema.task == "regression" else kept


def served_column(field: Field, values: Sequence[object]) -> "pd.Series[object]":
    if field.kind == "tensor":
        tensors = [None if value is None else _tensor(field, value) for value in values]
        return pd.Series(tensors, dtype=object)
    if field.kind in ("number", "integer"):
        return pd.Series(pd.to_numeric(pd.Series(values, dtype=object)), dtype=float)
    if field.kind == "boolean":
        return pd.Series(values, dtype=object)
    return pd.Series(_shared(field, values), dtype=object)


def _tensor(field: Field, value: object) -> NDArray[np.generic]:
    return np.asarray(value, dtype=NUMPY_TYPES[field.datatype]).reshape(field.shape)


def _shared(field: Field, values: Sequence[object]) -> list[object]:
    """Equal texts as one object: a column of few values costs a pointer a row."""
    known = dict.fromkeys(values)
    for value in known:
        odd = value is not None and bool(field.choices) and value not in field.choices
        known[value] = "" if odd else value
    return [known[value] for value in values]
