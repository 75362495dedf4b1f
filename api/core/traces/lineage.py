"""What a version was made of: data, code, the run that made it, and the version before it."""

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.artifact.manifest import DataSource, Manifest
from api.core.tables import ModelVersion, TrainingRun
from api.core.traces.types import TracedData, TracedRun, TracedVersion

PARENT = "parent_digest"
"""Parameter of a recalibration's manifest."""


def lineage(session: Session, model: str, version: int) -> tuple[TracedVersion, ...]:
    """The version, then the one that it was recalibrated from, and so on to the first.

    A digest names one sealed content, which holds its parent's digest: so this ends.
    """
    found: list[TracedVersion] = []
    row = _numbered(session, model, version)
    while row is not None:
        manifest = msgspec.convert(row.manifest, Manifest)
        found.append(_traced(session, row, manifest))
        parent = manifest.parameters.get(PARENT)
        row = _sealed(session, model, str(parent)) if parent else None
    return tuple(found)


def _numbered(session: Session, model: str, version: int) -> ModelVersion | None:
    statement = select(ModelVersion).where(
        ModelVersion.model_name == model, ModelVersion.version == version
    )
    return session.scalars(statement).one_or_none()


def _sealed(session: Session, model: str, digest: str) -> ModelVersion | None:
    statement = select(ModelVersion).where(
        ModelVersion.model_name == model, ModelVersion.digest == digest
    )
    return session.scalars(statement).one_or_none()


def _traced(session: Session, row: ModelVersion, manifest: Manifest) -> TracedVersion:
    return TracedVersion(
        version=row.version,
        digest=row.digest,
        origin=manifest.origin,
        registered_at=row.created_at,
        registered_by=row.created_by,
        code_commit=manifest.code_commit,
        libraries=manifest.libraries,
        data=_data(manifest.data),
        training_run=_run(session, row.training_run_id),
        mlflow_run_id=row.mlflow_run_id,
    )


def _data(source: DataSource | None) -> TracedData | None:
    if source is None:
        return None
    return TracedData(source.name, source.source, source.licence, source.sha256, source.rows)


def _run(session: Session, training_run_id: int | None) -> TracedRun | None:
    run = None if training_run_id is None else session.get(TrainingRun, training_run_id)
    if run is None:
        return None
    return TracedRun(
        id=run.id,
        recipe=run.recipe,
        parameters=run.parameters,
        asked_at=run.created_at,
        asked_by=run.created_by,
        reason=run.reason,
    )
