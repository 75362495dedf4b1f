"""By which columns quality is cut: the recipe's, or what has few values."""

from collections.abc import Mapping, Sequence

import pandas as pd

from api.artifact.schema import Schema
from api.core.checks.rows import AnsweredRow
from worker.pipelines.recipe import Recipe
from worker.pipelines.served_frame import served_column

MOST_VALUES = 30


def slice_values(
    schema: Schema, recipe: Recipe | None, rows: Sequence[AnsweredRow], truths: Sequence[object]
) -> Mapping[str, Sequence[str]]:
    """Column -> the value of each row. ``truths`` has None where none is known yet."""
    if not rows:
        return {}
    columns: dict[str, object] = {
        field.name: served_column(field, [row.inputs.get(field.name) for row in rows])
        for field in schema.fields
        if field.kind not in ("tensor", "text")
    }
    columns["occurred_at"] = pd.to_datetime([row.occurred_at for row in rows], utc=True)
    columns["truth"] = pd.Series(list(truths), dtype=object)
    frame = pd.DataFrame(columns)
    names: Sequence[str] = _few_valued(schema)
    if recipe is not None:
        frame, names = recipe.from_log(frame), recipe.slices
    return {name: frame[name].astype(str).tolist() for name in names if name in frame}


def _few_valued(schema: Schema) -> list[str]:
    return [
        field.name
        for field in schema.fields
        if field.kind == "boolean"
        or (field.kind == "category" and 0 < len(field.choices) <= MOST_VALUES)
    ]
