"""Add up what shadow versions did, by minute of wall time, apart from the live figures."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.predictions.accumulation import accumulate, add_to
from api.core.tables import ShadowRollup
from api.spool.records import ShadowRecord
from monitoring.metrics import LATENCY_BUCKETS_SECONDS


class ShadowRollupKey(NamedTuple):
    model_name: str
    version: int
    minute: datetime


@dataclass
class ShadowCounts:
    """Everything adds up. Latency is that of all scored requests."""

    requests: int = 0
    rows: int = 0
    failed_rows: int = 0
    dropped_rows: int = 0
    latency_seconds_sum: float = 0.0
    latency_counts: list[int] = field(
        default_factory=lambda: [0] * (len(LATENCY_BUCKETS_SECONDS) + 1)
    )


def count(records: Iterable[ShadowRecord]) -> dict[ShadowRollupKey, ShadowCounts]:
    """The rollups of these records alone. Pure."""
    rollups: dict[ShadowRollupKey, ShadowCounts] = defaultdict(ShadowCounts)
    for record in records:
        minute = datetime.fromtimestamp(record.served_at // 60 * 60, UTC)
        counts = rollups[ShadowRollupKey(record.model, record.version, minute)]
        counts.dropped_rows += record.dropped_rows
        if record.rows:
            _count(counts, record)
    return rollups


def add(session: Session, rollups: Mapping[ShadowRollupKey, ShadowCounts]) -> None:
    """Add to the stored rollups."""
    accumulate(session, ShadowRollup, rollups, vars(ShadowCounts()))


def totals(
    session: Session, *, model: str, since: datetime, until: datetime
) -> dict[int, ShadowCounts]:
    """By version, over the wall-clock minutes that begin in [since, until)."""
    statement = select(ShadowRollup).where(
        ShadowRollup.model_name == model, ShadowRollup.minute >= since, ShadowRollup.minute < until
    )
    found: dict[int, ShadowCounts] = {}
    for rollup in session.scalars(statement):
        add_to(found.setdefault(rollup.version, ShadowCounts()), _of(rollup))
    return found


def _of(rollup: ShadowRollup) -> dict[str, Any]:
    return {name: getattr(rollup, name) for name in vars(ShadowCounts())}


def _count(counts: ShadowCounts, record: ShadowRecord) -> None:
    failed = len(record.failures)
    counts.requests += 1
    counts.rows += record.rows - failed
    counts.failed_rows += failed
    counts.latency_seconds_sum += record.latency_seconds
    counts.latency_counts[bisect_left(LATENCY_BUCKETS_SECONDS, record.latency_seconds)] += 1
