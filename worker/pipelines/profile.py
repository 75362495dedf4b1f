"""The sealed reference profile: every input field over the training rows, every output over the
hold-out (rows that the model has not seen, as those it will serve)."""

from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from api.artifact.schema import Field, Schema
from monitoring.drift.columns import Texts
from monitoring.drift.joint_profile import JointProfile, profile_joint
from monitoring.drift.profile import (
    ColumnProfile,
    profile_categories,
    profile_numbers,
)
from monitoring.quality.arrays import Floats
from worker.pipelines.graph import ROLES
from worker.pipelines.recipe import Split

PROBABILITY_EDGES = np.linspace(0.0, 1.0, 21)[1:-1]


@dataclass(frozen=True)
class SliceProfile:
    """The same of the rows with one value of one column; see ``slice_profiles``."""

    column: str
    value: str
    input_rows: int
    fields: dict[str, ColumnProfile]
    outputs: dict[str, ColumnProfile]
    """Empty where the hold-out has too few of these rows."""


@dataclass(frozen=True)
class ReferenceProfile:
    """``profile.json``."""

    input_rows: int
    output_rows: int
    fields: dict[str, ColumnProfile]
    outputs: dict[str, ColumnProfile]
    """``label`` and ``probability`` (of labels[1], or of the label), or the columns of a value."""
    joint: JointProfile | None = None
    """How the input fields go together; None where fewer than two vary."""
    slices: tuple[SliceProfile, ...] = ()
    format: int = 1


def reference_profile(schema: Schema, split: Split, predictions: Floats) -> ReferenceProfile:
    inputs = pd.concat([split.train, split.calibration])
    columns = {field.name: field_column(field, inputs[field.name]) for field in schema.fields}
    fields = {name: _profile(column) for name, column in columns.items()}
    return ReferenceProfile(
        input_rows=len(inputs),
        output_rows=len(predictions),
        fields=fields,
        outputs=profile_outputs(schema, predictions),
        joint=profile_joint(columns, fields),
    )


def profile_field(field: Field, column: pd.Series) -> ColumnProfile:
    return _profile(field_column(field, column))


def field_column(field: Field, column: pd.Series) -> Floats | Texts:
    """What of a field is profiled: of texts the length in characters, of tensors the mean of their
    elements, of booleans their JSON words."""
    if field.kind == "boolean":
        words = np.where(column.to_numpy(dtype=bool), "true", "false")
        return words.astype(object)
    if field.kind == "category":
        return cast(Texts, column.fillna("").astype(str).to_numpy(dtype=object))
    if field.kind == "text":
        return cast(Floats, column.fillna("").str.len().to_numpy(dtype=float))
    if field.kind == "tensor":
        return np.array([np.mean(value) for value in column], dtype=float)
    return cast(Floats, column.to_numpy(dtype=float, na_value=np.nan))


def _profile(column: Floats | Texts) -> ColumnProfile:
    if column.dtype == np.object_:
        return profile_categories(cast(Texts, column))
    return profile_numbers(cast(Floats, column))


def profile_outputs(schema: Schema, predictions: Floats) -> dict[str, ColumnProfile]:
    if schema.task == "regression":
        columns = predictions.reshape(len(predictions), -1).T
        roles = ROLES["regression"][: len(columns)]
        return {role: profile_numbers(c) for role, c in zip(roles, columns, strict=True)}
    labels = np.array(schema.labels, dtype=object)
    if schema.task == "binary":
        index = (predictions >= schema.threshold).astype(int)
        stated = predictions
    else:
        index, stated = predictions.argmax(axis=1), predictions.max(axis=1)
    return {
        "label": profile_categories(labels[index]),
        "probability": profile_numbers(stated, PROBABILITY_EDGES),
    }
