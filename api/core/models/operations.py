"""Register versions and change how they run. Each change is audited and seen by the data plane."""

import re
from datetime import datetime
from typing import Any, ClassVar

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.artifact.manifest import Manifest
from api.artifact.sealing import Artifact
from api.artifact.snapshot import Execution
from api.core import audit, serving_revision
from api.core.errors import FarolError, Kind
from api.core.insertion import insert_if_absent
from api.core.models.clock import model_now
from api.core.models.queries import get_model, get_version, require_live
from api.core.models.types import ExecutionOverride
from api.core.tables import Model, ModelVersion

_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?")
MAX_BATCH_SIZE_LIMIT = 4_096


class InvalidModelName(FarolError):
    kind: ClassVar[Kind] = "invalid"


class InvalidExecution(FarolError):
    kind: ClassVar[Kind] = "invalid"


class TaskChanged(FarolError):
    """A version that answers another kind of question is another model."""

    kind: ClassVar[Kind] = "conflict"


def register_version(
    session: Session,
    *,
    artifact: Artifact,
    execution: Execution,
    created_by: str,
    now: datetime,
    training_run_id: int | None = None,
    mlflow_run_id: str | None = None,
    recipe: str | None = None,
) -> ModelVersion:
    """Insert the artifact as its model's next version, and the model with its first.

    Idempotent: an artifact registered before is returned as the version it then became.
    """
    model = _locked_model(session, artifact.manifest, recipe=recipe, now=now)
    known = _version_by_digest(session, model.name, artifact.digest)
    if known is not None:
        return known
    version = ModelVersion(
        model_name=model.name,
        version=_next_version(session, model.name),
        digest=artifact.digest,
        execution={**_builtins(execution), "override": None},
        training_run_id=training_run_id,
        mlflow_run_id=mlflow_run_id,
        created_at=model_now(session, model.name, now),
        created_by=created_by,
        **_documents(artifact),
    )
    session.add(version)
    _describe(model, artifact.manifest, recipe)
    audit.record(
        session,
        now=now,
        actor=created_by,
        action="model.register",
        subject=f"model:{model.name}",
        after={"version": version.version, "digest": version.digest},
        reason=f"registered from {artifact.manifest.origin}",
    )
    serving_revision.bump(session)
    return version


def set_response_cache(
    session: Session, *, model: str, enabled: bool, actor: str, now: datetime, reason: str = ""
) -> Model:
    """Turn the response cache of a model on or off."""
    row = get_model(session, model)
    require_live(session, model)
    audit.record(
        session,
        now=now,
        actor=actor,
        action="model.cache_responses",
        subject=f"model:{model}",
        before={"cache_responses": row.cache_responses},
        after={"cache_responses": enabled},
        reason=reason,
    )
    row.cache_responses = enabled
    serving_revision.bump(session)
    return row


def override_execution(
    session: Session,
    *,
    model: str,
    version: int,
    override: ExecutionOverride | None,
    actor: str,
    now: datetime,
    reason: str = "",
) -> ModelVersion:
    """Run a version otherwise than measured; None lets the measurement decide again."""
    if override is not None:
        _require_sensible(override)
    row = get_version(session, model, version)
    require_live(session, model)
    asked = _builtins(override) if override is not None else None
    audit.record(
        session,
        now=now,
        actor=actor,
        action="version.override_execution",
        subject=f"model:{model}",
        before={"version": version, "override": row.execution.get("override")},
        after={"version": version, "override": asked},
        reason=reason,
    )
    row.execution = {**row.execution, "override": asked}
    serving_revision.bump(session)
    return row


def _locked_model(
    session: Session, manifest: Manifest, *, recipe: str | None, now: datetime
) -> Model:
    if not _NAME.fullmatch(manifest.model):
        raise InvalidModelName(
            f"{manifest.model!r} is no model name: 1 to 64 of a-z, 0-9 and -, not - at an end"
        )
    require_live(session, manifest.model)
    insert_if_absent(
        session,
        Model,
        [
            {
                "name": manifest.model,
                "task": manifest.task,
                "title": manifest.title,
                "summary": manifest.summary,
                "recipe": recipe,
                "cache_responses": False,
                "created_at": now,
            }
        ],
    )
    statement = select(Model).where(Model.name == manifest.model).with_for_update()
    model = session.scalars(statement.execution_options(populate_existing=True)).one()
    if model.task != manifest.task:
        raise TaskChanged(
            f"{model.name} is a {model.task} model; a {manifest.task} version needs another name"
        )
    return model


def _describe(model: Model, manifest: Manifest, recipe: str | None) -> None:
    """The newest version says what the model is called and how it is trained again."""
    model.title = manifest.title
    model.summary = manifest.summary
    model.recipe = recipe or model.recipe


def _version_by_digest(session: Session, model: str, digest: str) -> ModelVersion | None:
    statement = select(ModelVersion).where(
        ModelVersion.model_name == model, ModelVersion.digest == digest
    )
    return session.scalars(statement).one_or_none()


def _next_version(session: Session, model: str) -> int:
    statement = select(func.max(ModelVersion.version)).where(ModelVersion.model_name == model)
    return (session.scalar(statement) or 0) + 1


def _documents(artifact: Artifact) -> dict[str, Any]:
    return {
        "manifest": _builtins(artifact.manifest),
        "schema": _builtins(artifact.schema),
        "evaluation": _builtins(artifact.evaluation),
        "card": _builtins(artifact.card),
        "presentation": _builtins(artifact.presentation),
        "examples": _builtins(artifact.examples),
    }


def _builtins(value: object) -> Any:
    """As plain lists and objects, which is what a JSON column takes (a tuple is a list there)."""
    return msgspec.json.decode(msgspec.json.encode(value))


def _require_sensible(override: ExecutionOverride) -> None:
    size = override.max_batch_size
    if size is not None and not 1 <= size <= MAX_BATCH_SIZE_LIMIT:
        raise InvalidExecution(f"max_batch_size is {size}, not 1 to {MAX_BATCH_SIZE_LIMIT}")
    if override == ExecutionOverride():
        raise InvalidExecution("an override must name mode, max_batch_size or both")
