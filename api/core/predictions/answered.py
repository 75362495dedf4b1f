"""How versions answered in a stretch of event time: rows, failures and latencies of each.

By rows rather than by the rollups: a rollup's minute is one of wall time, and a stage of a rollout
begins within it; of a replay, a whole stage may lie in one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.core.predictions.paired import NOT_LIVE
from api.core.tables import ModelFailure, Prediction, ShadowPrediction
from monitoring.metrics import LATENCY_BUCKETS_SECONDS

_NO_NUMBER = ("nan", "inf", "-inf")


@dataclass(frozen=True)
class RowCounts:
    """Rows that a version was given in a stretch of time."""

    rows: int = 0
    failed: int = 0
    """Got no answer. Of a live request that failed as a whole, one row is counted."""
    not_finite: int = 0
    """Failed because the answer was NaN or infinity."""

    def __add__(self, other: "RowCounts") -> "RowCounts":
        return RowCounts(
            self.rows + other.rows,
            self.failed + other.failed,
            self.not_finite + other.not_finite,
        )


@dataclass(frozen=True)
class Asked:
    """What one version was asked about [``window_start``, ``window_end``) of event time."""

    model: str
    version: int
    window_start: datetime
    window_end: datetime


def last_served(session: Session, *, model: str, before: datetime) -> datetime | None:
    """When the newest live row about a time before ``before`` was served; None without any."""
    statement = select(Prediction.served_at).where(
        Prediction.model_name == model,
        Prediction.occurred_at < before,
        Prediction.variant.not_in(NOT_LIVE),
    )
    newest = statement.order_by(Prediction.occurred_at.desc()).limit(1)
    return session.scalars(newest).one_or_none()


def live_rows(session: Session, asked: Asked) -> RowCounts:
    """Rows that the version answered; what it failed on was never an answer."""
    statement = select(func.count()).select_from(Prediction).where(_live(asked))
    return RowCounts(rows=session.scalars(statement).one())


def live_failed(
    session: Session, *, model: str, version: int, since: datetime, until: datetime
) -> RowCounts:
    """Requests that the version failed on over the wall times (since, until], as a row each."""
    counted = select(func.count(), func.count().filter(_no_number(ModelFailure.reason)))
    rows, not_finite = session.execute(
        counted.where(
            ModelFailure.model_name == model,
            ModelFailure.version == version,
            ModelFailure.variant.not_in(NOT_LIVE),
            ModelFailure.served_at > since,
            ModelFailure.served_at <= until,
        )
    ).one()
    return RowCounts(rows, rows, not_finite)


def shadow_rows(session: Session, asked: Asked) -> RowCounts:
    """Rows that the version was given as a shadow."""
    error = ShadowPrediction.error
    counted = select(func.count(), func.count(error), func.count().filter(_no_number(error)))
    rows = session.execute(
        counted.where(
            ShadowPrediction.model_name == asked.model,
            ShadowPrediction.version == asked.version,
            ShadowPrediction.occurred_at >= asked.window_start,
            ShadowPrediction.occurred_at < asked.window_end,
        )
    ).one()
    return RowCounts(*rows)


def live_latencies(session: Session, asked: Asked) -> list[int]:
    """Requests that the version answered, by latency bucket (``LATENCY_BUCKETS_SECONDS``, the
    last without upper bound); answers from the cache left out."""
    bucket = case(
        *(
            (Prediction.latency_seconds <= bound, number)
            for number, bound in enumerate(LATENCY_BUCKETS_SECONDS)
        ),
        else_=len(LATENCY_BUCKETS_SECONDS),
    ).label("bucket")
    statement = select(bucket, func.count()).where(
        _live(asked),
        Prediction.row == 0,
        Prediction.cached.is_(False),
    )
    counts = [0] * (len(LATENCY_BUCKETS_SECONDS) + 1)
    for number, requests in session.execute(statement.group_by(bucket)):
        counts[number] = requests
    return counts


def recent_inputs(session: Session, asked: Asked, *, limit: int) -> Sequence[dict[str, Any]]:
    """Of the newest rows that the version answered."""
    statement = select(Prediction.inputs).where(_live(asked))
    return session.scalars(statement.order_by(Prediction.occurred_at.desc()).limit(limit)).all()


def _live(asked: Asked) -> ColumnElement[bool]:
    return and_(
        Prediction.model_name == asked.model,
        Prediction.version == asked.version,
        Prediction.occurred_at >= asked.window_start,
        Prediction.occurred_at < asked.window_end,
        Prediction.variant.not_in(NOT_LIVE),
    )


def _no_number(reason: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """By the words of ``api.serving.errors.ImpossibleAnswer``, which are what is stored."""
    return or_(*(reason.startswith(f"The model gave {value}") for value in _NO_NUMBER))
