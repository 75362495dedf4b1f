"""The two samples that a detailed report compares, as the same columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from api.artifact.schema import Field, Schema
from api.artifact.sealing import Artifact, open_artifact
from api.core.checks.detailed_reports import Reference
from api.core.checks.rows import AnsweredRow, answered_rows, day_of, midnight
from api.core.models.queries import get_model, get_version
from api.core.tables import Check
from monitoring.drift.columns import Chunk
from worker.checks.columns import columns_of
from worker.checks.reservoir import draw
from worker.checks.subject import trained_version
from worker.context import JobContext
from worker.pipelines.parameters import with_defaults
from worker.pipelines.profile import field_column
from worker.pipelines.recipe import Recipe
from worker.pipelines.served import load_dataset
from worker.recipes import catalogue
from worker.training.log import log_of

MAX_ROWS = 5_000
FEWEST_ROWS = 50
"""Of each sample: of fewer, Evidently's tests and pictures say nothing."""
CHUNK_ROWS = 5_000
MEASURED = {"text": "characters", "tensor": "mean"}
"""Kind of a field -> what of it is compared, where that is not the value itself."""


@dataclass(frozen=True)
class ReferenceSample:
    kind: Reference
    table: pd.DataFrame


def reference_sample(
    context: JobContext, session: Session, check: Check, schema: Schema
) -> ReferenceSample:
    """Of what the checked version's graph was trained on; where nobody knows that, of the rows
    sealed with it; where those are too few, of what was served in the window before.
    """
    version = get_version(session, check.model_name, check.version)
    base = open_artifact(context.store.path(trained_version(session, version).digest), verify=False)
    recipe = catalogue().get(get_model(session, check.model_name).recipe or "")
    if recipe is not None and base.manifest.origin == f"recipe:{recipe.name}":
        trained = _trained(context, session, recipe, base)
        return ReferenceSample("trained", _table_of_training(schema, trained, seed=check.id))
    if len(base.background) >= FEWEST_ROWS:
        return ReferenceSample("background", _table_of_inputs(schema, base.background))
    before = check.drift_start - (check.at - check.drift_start)
    rows = _live_rows(context, session, check.model_name, before, check.drift_start)
    return ReferenceSample("log", _table_of_served(schema, rows, seed=check.id))


def current_sample(
    context: JobContext, session: Session, check: Check, schema: Schema
) -> pd.DataFrame:
    """Of what users asked in the check's drift window, whichever version answered."""
    rows = _live_rows(context, session, check.model_name, check.drift_start, check.at)
    return _table_of_served(schema, rows, seed=check.id)


def _trained(context: JobContext, session: Session, recipe: Recipe, base: Artifact) -> pd.DataFrame:
    """Raises what loading does: ServedRowsUnsuitable where the log was cleared since."""
    parameters = base.manifest.parameters
    chosen = with_defaults(recipe, {n: v for n, v in parameters.items() if n in recipe.defaults})
    dataset = load_dataset(
        recipe,
        chosen,
        packages=context.settings.packages_dir,
        served=log_of(session, base.manifest.model, chosen),
    )
    return recipe.split(dataset, chosen).train


def _live_rows(
    context: JobContext, session: Session, model: str, start: datetime, end: datetime
) -> Iterator[list[AnsweredRow]]:
    """About [start, end), a chunk in memory."""
    day = day_of(start)
    while midnight(day) < end:
        for chunk in answered_rows(session, model=model, day=day, chunk_rows=CHUNK_ROWS):
            context.check_cancelled()
            yield [row for row in chunk if row.is_live and start <= row.occurred_at < end]
        day += timedelta(days=1)


def _table_of_training(schema: Schema, trained: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    some = trained.sample(min(MAX_ROWS, len(trained)), random_state=seed)
    return _table(schema, {f.name: field_column(f, some[f.name]) for f in schema.fields})


def _table_of_served(
    schema: Schema, rows: Iterator[list[AnsweredRow]], *, seed: int
) -> pd.DataFrame:
    drawn = draw(rows, size=MAX_ROWS, seed=seed)
    return _table_of_inputs(schema, [row.inputs for row in drawn])


def _table_of_inputs(
    schema: Schema, inputs: list[dict[str, Any]] | tuple[dict[str, Any], ...]
) -> pd.DataFrame:
    return _table(schema, columns_of(schema, inputs))


def _table(schema: Schema, columns: Chunk | Mapping[str, Any]) -> pd.DataFrame:
    return pd.DataFrame({_title(field): columns[field.name] for field in schema.fields})


def _title(field: Field) -> str:
    measured = MEASURED.get(field.kind)
    return f"{field.name} ({measured})" if measured else field.name
