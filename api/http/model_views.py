"""Models and versions as the API shows them: rows in, answers out, a fixed number of queries."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec
from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from api.artifact.documents import Card, Evaluation, Example, Presentation
from api.artifact.manifest import Manifest
from api.artifact.schema import Schema
from api.core.models import queries
from api.core.models.types import effective_execution
from api.core.predictions import queries as predictions
from api.core.rollouts import queries as rollouts
from api.core.tables import Model, ModelVersion
from api.http.history_views import replay_of
from api.http.schemas import metrics
from api.http.schemas import models as schemas
from api.http.schemas.history import Replay

T = TypeVar("T")


def model_list(session: Session, now: datetime) -> schemas.ModelList:
    champions = _champions(session)
    live = predictions.live_requests(session, now=now)
    return schemas.ModelList(
        models=[
            schemas.ModelSummary.model_validate(
                _summary(model, champions.get(model.name), live.get(model.name), None)
            )
            for model in queries.list_models(session)
        ]
    )


def model_detail(session: Session, name: str, now: datetime) -> schemas.ModelDetail:
    model = queries.get_model(session, name)
    versions = queries.versions(session, name)
    champion = rollouts.champion(session, name)
    serving = next((row for row in versions if row.version == champion), None)
    documented = serving or versions[0]
    live = predictions.live_requests(session, now=now).get(name)
    stages = _stages(session, name)
    return schemas.ModelDetail.model_validate(
        _summary(model, serving, live, replay_of(session, name))
        | _documents(documented)
        | {
            "documented_version": documented.version,
            "versions": [_version(row, stages) for row in versions],
        }
    )


def version_summary(session: Session, name: str, number: int) -> schemas.VersionSummary:
    row = queries.get_version(session, name, number)
    return schemas.VersionSummary.model_validate(_version(row, _stages(session, name)))


def version_detail(session: Session, name: str, number: int) -> schemas.VersionDetail:
    row = queries.get_version(session, name, number)
    return schemas.VersionDetail.model_validate(
        _version(row, _stages(session, name)) | _documents(row)
    )


def model_metrics(
    session: Session, name: str, *, minutes: int, now: datetime
) -> metrics.ModelMetrics:
    queries.get_model(session, name)
    since = now - timedelta(minutes=minutes)
    found = predictions.model_metrics(session, model=name, since=since, now=now)
    return metrics.ModelMetrics.model_validate({**vars(found), "replay": replay_of(session, name)})


def _summary(
    model: Model,
    champion: ModelVersion | None,
    live: predictions.LiveRequests | None,
    replay: Replay | None,
) -> dict[str, Any]:
    return {
        "name": model.name,
        "title": model.title,
        "summary": model.summary,
        "task": model.task,
        "icon": ((champion and champion.presentation) or {}).get("icon"),
        "recipe": model.recipe,
        "champion": champion.version if champion else None,
        "headline": _headline(champion),
        "live": live or predictions.LiveRequests(last_24_hours=0, per_minute=0.0),
        "cache_responses": model.cache_responses,
        "replay": replay,
    }


def _version(row: ModelVersion, stages: Mapping[int, str]) -> dict[str, Any]:
    return {
        "model": row.model_name,
        "version": row.version,
        "digest": row.digest,
        "created_at": row.created_at,
        "created_by": row.created_by,
        "training_run_id": row.training_run_id,
        "stage": stages.get(row.version),
        "headline": _headline(row),
        "execution": effective_execution(row.execution),
    }


def _documents(row: ModelVersion) -> dict[str, Any]:
    """Decoded to their own types, which fill in what the stored JSON leaves out."""
    return {
        "schema": msgspec.convert(row.schema, Schema),
        "examples": msgspec.convert(row.examples, tuple[Example, ...]),
        "card": _optional(row.card, Card),
        "evaluation": _optional(row.evaluation, Evaluation),
        "presentation": _optional(row.presentation, Presentation),
        "manifest": msgspec.convert(row.manifest, Manifest),
    }


def _headline(version: ModelVersion | None) -> object | None:
    if version is None or version.evaluation is None:
        return None
    evaluation = msgspec.convert(version.evaluation, Evaluation)
    return next((m for m in evaluation.metrics if m.name == evaluation.headline), None)


def _optional(stored: Mapping[str, Any] | None, kind: type[T]) -> T | None:
    return None if stored is None else msgspec.convert(stored, kind)


def _champions(session: Session) -> dict[str, ModelVersion]:
    """The version that serves each model, all in one query."""
    serving = tuple_(ModelVersion.model_name, ModelVersion.version).in_(
        list(rollouts.champions(session).items())
    )
    return {row.model_name: row for row in session.scalars(select(ModelVersion).where(serving))}


def _stages(session: Session, name: str) -> dict[int, str]:
    """The newest rollout's stage, by version."""
    stages: dict[int, str] = {}
    for row in rollouts.history(session, name):
        stages.setdefault(row.version, row.stage)
    return stages
