"""The sealed reference profiles of slices: one airline may drift while all of them do not."""

from collections.abc import Iterator, Sequence

import pandas as pd

from api.artifact.schema import Schema
from monitoring.drift.profile import ColumnProfile
from monitoring.quality.arrays import Floats
from worker.pipelines.profile import SliceProfile, profile_field, profile_outputs

FEWEST_ROWS = 500
"""Of the training rows, and of the hold-out for what goes out: fewer say little of a slice."""
MOST = 40
"""Slices, the largest first: each is a profile of every field."""


def slice_profiles(
    schema: Schema,
    columns: Sequence[str],
    seen: pd.DataFrame,
    held_out: pd.DataFrame,
    predictions: Floats,
) -> tuple[SliceProfile, ...]:
    """``columns`` of ``seen`` (the training rows) and ``held_out`` (n rows, with its n answers)."""
    sizes = sorted(_sizes(seen, columns), key=lambda found: (-found[2], found[0], found[1]))
    return tuple(
        SliceProfile(
            column=column,
            value=value,
            input_rows=rows,
            fields=_fields(schema, seen[seen[column].astype(str) == value]),
            outputs=slice_outputs(schema, held_out, predictions, column, value),
        )
        for column, value, rows in sizes[:MOST]
    )


def slice_outputs(
    schema: Schema, rows: pd.DataFrame, predictions: Floats, column: str, value: str
) -> dict[str, ColumnProfile]:
    """Of the answers to the slice's rows; empty where there are too few."""
    if column not in rows:
        return {}
    inside = (rows[column].astype(str) == value).to_numpy()
    if inside.sum() < FEWEST_ROWS:
        return {}
    return profile_outputs(schema, predictions[inside])


def _sizes(rows: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    for column in columns:
        if column in rows:
            for value, count in rows[column].astype(str).value_counts().items():
                if count >= FEWEST_ROWS:
                    yield column, str(value), int(count)


def _fields(schema: Schema, rows: pd.DataFrame) -> dict[str, ColumnProfile]:
    return {field.name: profile_field(field, rows[field.name]) for field in schema.fields}
