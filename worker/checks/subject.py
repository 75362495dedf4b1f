"""The champion that is looked at, and what is known of its making."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from api.adapters.artifact_store import LocalArtifactStore
from api.artifact.documents import Evaluation
from api.artifact.manifest import Manifest
from api.artifact.schema import Schema
from api.artifact.sealing import open_artifact
from api.core.models.queries import get_model, get_version, versions
from api.core.rollouts.queries import champion
from api.core.tables import ModelVersion
from worker.checks.reference import SealedReference, sealed_reference
from worker.gate.training_end import learned_until
from worker.pipelines.recipe import Recipe
from worker.recipes import catalogue

PARENT = "parent_digest"
"""Parameter of a recalibrated version's manifest."""


@dataclass(frozen=True)
class Origin:
    """Of the version whose graph was trained, or registered: recalibrations do not count."""

    trained_until: datetime
    """The end of its data; when it was registered where it does not say."""
    rows: int | None
    evaluation: Evaluation | None


@dataclass(frozen=True)
class Subject:
    model: str
    version: int
    schema: Schema
    reference: SealedReference | None
    recipe: Recipe | None
    origin: Origin


def subject_of(session: Session, store: LocalArtifactStore, model: str) -> Subject | None:
    """None for a model that nobody is served by yet. Raises ModelAbsent."""
    row = get_model(session, model)
    number = champion(session, model)
    if number is None:
        return None
    version = get_version(session, model, number)
    artifact = open_artifact(store.path(version.digest), verify=False)
    recipe = catalogue().get(row.recipe or "")
    return Subject(
        model=model,
        version=number,
        schema=artifact.schema,
        reference=sealed_reference(artifact),
        recipe=recipe,
        origin=_origin(session, store, version, recipe.time_zone if recipe else "UTC"),
    )


def _origin(
    session: Session, store: LocalArtifactStore, version: ModelVersion, zone: str
) -> Origin:
    base = trained_version(session, version)
    artifact = open_artifact(store.path(base.digest), verify=False)
    return Origin(
        _until(artifact.manifest, base.created_at.astimezone(UTC), zone),
        artifact.evaluation.train_rows if artifact.evaluation else None,
        artifact.evaluation,
    )


def trained_version(session: Session, version: ModelVersion) -> ModelVersion:
    """The one whose graph this one has: itself, unless it is a recalibration."""
    by_digest = {row.digest: row for row in versions(session, version.model_name)}
    base = version
    while (parent := by_digest.get(base.manifest["parameters"].get(PARENT, ""))) is not None:
        base = parent
    return base


def _until(manifest: Manifest, registered_at: datetime, zone: str) -> datetime:
    return learned_until(manifest, time_zone=zone) or registered_at
