"""Add up by day what executives read, in the transaction that stores what it is made of."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from api.core.predictions.accumulation import accumulate
from api.core.predictions.records import PredictionRow
from api.core.tables import Feedback, FeedbackDay, Prediction, PredictionDay, ServingDay
from api.spool.records import ErrorRecord, PredictionRecord
from monitoring.metrics import LATENCY_BUCKETS_SECONDS

BATCH = "batch"
"""Source of what jobs score: its chunks are no requests, and nobody waited for one."""
_EVENTS_A_STATEMENT = 500


class DayKey(NamedTuple):
    day: date
    model_name: str
    version: int


class SourceKey(NamedTuple):
    day: date
    model_name: str
    version: int
    source: str


class _Event(NamedTuple):
    id: int
    thumb: str
    received_at: datetime
    model_name: str
    version: int


@dataclass
class Served:
    requests: int = 0
    client_errors: int = 0
    server_errors: int = 0
    latency_seconds_sum: float = 0.0
    latency_counts: list[int] = field(
        default_factory=lambda: [0] * (len(LATENCY_BUCKETS_SECONDS) + 1)
    )
    rows: int = 0


@dataclass
class Rows:
    rows: int = 0


@dataclass
class Thumbs:
    up: int = 0
    down: int = 0


def served(records: Iterable[PredictionRecord | ErrorRecord]) -> dict[DayKey, Served]:
    """By day of wall time (UTC); of batches only the rows. Pure."""
    days: dict[DayKey, Served] = defaultdict(Served)
    for record in records:
        day = datetime.fromtimestamp(record.served_at, UTC).date()
        counts = days[DayKey(day, record.model, record.version)]
        if isinstance(record, PredictionRecord):
            counts.rows += record.rows
        if record.source == BATCH:
            continue
        counts.requests += 1
        if isinstance(record, PredictionRecord):
            counts.latency_seconds_sum += record.latency_seconds
            counts.latency_counts[bisect_left(LATENCY_BUCKETS_SECONDS, record.latency_seconds)] += 1
        elif record.status < 500:
            counts.client_errors += 1
        else:
            counts.server_errors += 1
    return days


def add_served(session: Session, records: Iterable[PredictionRecord | ErrorRecord]) -> None:
    accumulate(session, ServingDay, served(records), vars(Served()))


def predicted(rows: Iterable[PredictionRow]) -> dict[SourceKey, Rows]:
    """Scored rows by day of event time (UTC). Pure."""
    counts = Counter(
        (row.occurred_at.astimezone(UTC).date(), row.model_name, row.version, row.source)
        for row in rows
    )
    return {SourceKey(*key): Rows(count) for key, count in counts.items()}


def add_predicted(session: Session, rows: Iterable[PredictionRow]) -> None:
    accumulate(session, PredictionDay, predicted(rows), vars(Rows()))


def count_feedback(session: Session, *, events: Sequence[str]) -> int:
    """Count these events whose prediction is known, each once; returns how many that were."""
    counted = 0
    for start in range(0, len(events), _EVENTS_A_STATEMENT):
        some = events[start : start + _EVENTS_A_STATEMENT]
        statement = (
            select(
                Feedback.id,
                Feedback.thumb,
                Feedback.received_at,
                Prediction.model_name,
                Prediction.version,
            )
            .join(
                Prediction,
                and_(Prediction.id == Feedback.prediction_id, Prediction.row == Feedback.row),
            )
            .where(Feedback.event_id.in_(some), Feedback.is_counted.is_(False))
            .order_by(Feedback.id)
            .with_for_update(of=Feedback)
        )
        found = [_Event(*row) for row in session.execute(statement)]
        counted += _count(session, found)
    return counted


def uncounted_feedback(session: Session, *, since: datetime, limit: int) -> Sequence[str]:
    """Events that no day counts: their predictions came later, or never."""
    statement = select(Feedback.event_id).where(
        Feedback.is_counted.is_(False), Feedback.received_at >= since
    )
    return session.scalars(statement.order_by(Feedback.received_at.desc()).limit(limit)).all()


def _count(session: Session, found: Sequence[_Event]) -> int:
    days: dict[DayKey, Thumbs] = defaultdict(Thumbs)
    for event in found:
        thumbs = days[DayKey(event.received_at.date(), event.model_name, event.version)]
        thumbs.up += event.thumb == "up"
        thumbs.down += event.thumb != "up"
    if found:
        ids = [event.id for event in found]
        session.execute(update(Feedback).where(Feedback.id.in_(ids)).values(is_counted=True))
    accumulate(session, FeedbackDay, days, vars(Thumbs()))
    return len(found)
