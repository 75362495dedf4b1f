"""A model's live figures: traffic from the rollups, quality from the newest truths."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import QueryableAttribute, Session, aliased

from api.artifact.schema import Schema
from api.core.models.queries import get_model
from api.core.predictions import quality
from api.core.predictions.latency import quantiles
from api.core.predictions.rollups import Counts
from api.core.predictions.types import (
    FeedbackCounts,
    LiveRequests,
    ModelMetrics,
    QualityFigure,
    VersionMetrics,
)
from api.core.tables import Feedback, ModelVersion, Outcome, Prediction, ServingRollup

__all__ = ["LiveRequests", "ModelMetrics", "live_requests", "model_metrics"]

_NEWEST_TRUTHS = 20_000
"""Quality is measured on so many of the window's newest rows with truth: its cost has an end."""
_RATE_MINUTES = 5
_BATCH = "batch"
"""Source of what jobs score: its chunks are no requests, and nobody waited for one."""


def live_requests(session: Session, *, now: datetime) -> dict[str, LiveRequests]:
    """Requests of each model that had any in the last 24 hours."""
    minute = now.replace(second=0, microsecond=0)
    recent = ServingRollup.minute >= minute - timedelta(minutes=_RATE_MINUTES)
    whole = ServingRollup.minute < minute
    statement = (
        select(
            ServingRollup.model_name,
            func.sum(ServingRollup.requests),
            func.sum(ServingRollup.requests).filter(and_(recent, whole)),
        )
        .where(ServingRollup.minute >= now - timedelta(hours=24), ServingRollup.source != _BATCH)
        .group_by(ServingRollup.model_name)
    )
    return {
        model: LiveRequests(last_24_hours=day, per_minute=(last or 0) / _RATE_MINUTES)
        for model, day, last in session.execute(statement)
    }


def model_metrics(session: Session, *, model: str, since: datetime, now: datetime) -> ModelMetrics:
    """Figures by version over [since, now). Raises an error of kind not_found.

    Traffic is that of the wall-clock minutes that begin in the window; of batch predictions only
    the rows count, not the chunks that jobs score them in. Outcomes and quality are those of
    predictions about a time in the window; feedback is what came in during it.
    """
    get_model(session, model)
    traffic = _traffic(session, model, since, now)
    predicted = _predicted_rows(session, model, since, now)
    outcomes = _outcomes(session, model, since, now)
    truths = _truths(session, model, since, now)
    thumbs = _feedback(session, model, since, now)
    schemas = _schemas(session, model)
    seconds = max((now - since).total_seconds(), 1.0)
    versions = sorted({*traffic, *predicted, *thumbs}, reverse=True)
    return ModelMetrics(
        model=model,
        window_start=since,
        window_end=now,
        versions=tuple(
            _version_metrics(
                version,
                traffic.get(version, Counts()),
                seconds,
                predicted_rows=predicted.get(version, 0),
                outcomes=outcomes.get(version, 0),
                figures=_quality(schemas.get(version), truths.get(version, ())),
                feedback=thumbs.get(version, FeedbackCounts(up=0, down=0)),
            )
            for version in versions
        ),
    )


def _version_metrics(
    version: int,
    counts: Counts,
    seconds: float,
    *,
    predicted_rows: int,
    outcomes: int,
    figures: tuple[QualityFigure, ...],
    feedback: FeedbackCounts,
) -> VersionMetrics:
    errors = counts.client_errors + counts.server_errors
    scored = counts.requests - errors - counts.cache_hits
    return VersionMetrics(
        version=version,
        requests=counts.requests,
        rows=counts.rows,
        requests_per_second=counts.requests / seconds,
        client_errors=counts.client_errors,
        server_errors=counts.server_errors,
        error_share=errors / counts.requests if counts.requests else 0.0,
        latency_seconds=quantiles(counts.latency_counts),
        mean_batch_rows=counts.batch_rows_sum / scored if scored > 0 else None,
        cache_hits=counts.cache_hits,
        outcomes=outcomes,
        truth_share=outcomes / predicted_rows if predicted_rows else None,
        quality=figures,
        feedback=feedback,
    )


def _traffic(session: Session, model: str, since: datetime, now: datetime) -> dict[int, Counts]:
    statement = select(ServingRollup).where(
        ServingRollup.model_name == model,
        ServingRollup.minute >= since.replace(second=0, microsecond=0),
        ServingRollup.minute < now,
    )
    found: dict[int, Counts] = {}
    for rollup in session.scalars(statement):
        counts = found.setdefault(rollup.version, Counts())
        if rollup.source == _BATCH:
            counts.rows += rollup.rows
            continue
        for name in vars(counts).keys() - {"latency_counts"}:
            setattr(counts, name, getattr(counts, name) + getattr(rollup, name))
        pairs = zip(counts.latency_counts, rollup.latency_counts, strict=True)
        counts.latency_counts = [one + other for one, other in pairs]
    return found


def _predicted_rows(session: Session, model: str, since: datetime, now: datetime) -> dict[int, int]:
    statement = select(Prediction.version, func.count()).where(_about(model, since, now))
    rows = session.execute(statement.group_by(Prediction.version))
    return {version: count for version, count in rows}  # noqa: C416 - a Row is no tuple to mypy


def _outcomes(session: Session, model: str, since: datetime, now: datetime) -> dict[int, int]:
    counts: Counter[int] = Counter()
    for condition in _matches(model, since, now):
        statement = select(Prediction.version, func.count()).join(Outcome, condition)
        for version, rows in session.execute(statement.group_by(Prediction.version)):
            counts[version] += rows
    return counts


def _truths(
    session: Session, model: str, since: datetime, now: datetime
) -> dict[int, list[quality.Pair]]:
    """The newest (output, truth), by version."""
    found: dict[int, list[quality.Pair]] = defaultdict(list)
    for condition in _matches(model, since, now):
        statement = (
            select(Prediction.version, Prediction.output, Outcome.truth)
            .join(Outcome, condition)
            .order_by(Prediction.occurred_at.desc())
            .limit(_NEWEST_TRUTHS)
        )
        for version, output, truth in session.execute(statement):
            found[version].append((output, truth))
    return found


def _matches(model: str, since: datetime, now: datetime) -> list[ColumnElement[bool]]:
    """How an outcome finds its predictions: by their id, else by the caller's own key.

    Two conditions rather than one with OR, which no index would serve. A truth is not received
    before what it is about, so the outcomes to look at are those received since the window began.
    """
    received = Outcome.received_at >= since
    in_window = and_(Prediction.occurred_at >= since, Prediction.occurred_at < now)
    by_id = and_(
        Outcome.prediction_id == Prediction.id,
        Outcome.row == Prediction.row,
        _not_first(Prediction.model_name) == model,
    )
    by_key = and_(
        Outcome.model_name == Prediction.model_name,
        Outcome.client_key == Prediction.client_key,
        _not_first(Outcome.model_name) == model,
    )
    named = aliased(Outcome)
    has_own = exists().where(named.prediction_id == Prediction.id, named.row == Prediction.row)
    return [and_(received, by_id, in_window), and_(received, by_key, in_window, ~has_own)]


def _not_first(name: ColumnElement[str] | QueryableAttribute[Any]) -> ColumnElement[str]:
    """The column so that no index on it is used: planners take a model's name for selective, and
    would go through all its predictions to find the few that somebody has said something about."""
    return func.coalesce(name, "")


def _about(model: str, since: datetime, now: datetime) -> ColumnElement[bool]:
    return and_(
        Prediction.model_name == model,
        Prediction.occurred_at >= since,
        Prediction.occurred_at < now,
    )


def _feedback(
    session: Session, model: str, since: datetime, now: datetime
) -> dict[int, FeedbackCounts]:
    statement = (
        select(
            Prediction.version,
            func.count().filter(Feedback.thumb == "up"),
            func.count().filter(Feedback.thumb == "down"),
        )
        .join(
            Feedback,
            and_(Feedback.prediction_id == Prediction.id, Feedback.row == Prediction.row),
        )
        .where(
            _not_first(Prediction.model_name) == model,
            Feedback.received_at >= since,
            Feedback.received_at < now,
        )
        .group_by(Prediction.version)
    )
    return {
        version: FeedbackCounts(up=up, down=down)
        for version, up, down in session.execute(statement)
    }


def _schemas(session: Session, model: str) -> dict[int, Schema]:
    statement = select(ModelVersion.version, ModelVersion.schema)
    return {
        version: msgspec.convert(schema, Schema)
        for version, schema in session.execute(statement.where(ModelVersion.model_name == model))
    }


def _quality(schema: Schema | None, pairs: Sequence[quality.Pair]) -> tuple[QualityFigure, ...]:
    return quality.figures(schema, pairs) if schema is not None else ()
