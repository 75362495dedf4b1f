"""Add up what was served, by version and minute of wall time."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from api.core.predictions.accumulation import accumulate
from api.core.tables import ServingRollup
from api.spool.records import ErrorRecord, PredictionRecord
from monitoring.metrics import LATENCY_BUCKETS_SECONDS


class RollupKey(NamedTuple):
    model_name: str
    version: int
    variant: str
    source: str
    minute: datetime


@dataclass
class Counts:
    """Everything adds up. Latency is that of answered requests: a refusal is quick for no merit."""

    requests: int = 0
    rows: int = 0
    client_errors: int = 0
    server_errors: int = 0
    cache_hits: int = 0
    latency_seconds_sum: float = 0.0
    batch_rows_sum: int = 0
    latency_counts: list[int] = field(
        default_factory=lambda: [0] * (len(LATENCY_BUCKETS_SECONDS) + 1)
    )


def count(records: Iterable[PredictionRecord | ErrorRecord]) -> dict[RollupKey, Counts]:
    """The rollups of these records alone. Pure."""
    rollups: dict[RollupKey, Counts] = defaultdict(Counts)
    for record in records:
        minute = datetime.fromtimestamp(record.served_at // 60 * 60, UTC)
        key = RollupKey(record.model, record.version, record.variant, record.source, minute)
        if isinstance(record, PredictionRecord):
            _count_prediction(rollups[key], record)
        else:
            _count_error(rollups[key], record)
    return rollups


def add(session: Session, rollups: Mapping[RollupKey, Counts]) -> None:
    """Add to the stored rollups."""
    accumulate(session, ServingRollup, rollups, vars(Counts()))


def _count_prediction(counts: Counts, record: PredictionRecord) -> None:
    counts.requests += 1
    counts.rows += record.rows
    counts.cache_hits += record.cached
    counts.batch_rows_sum += record.batch_rows
    counts.latency_seconds_sum += record.latency_seconds
    counts.latency_counts[bisect_left(LATENCY_BUCKETS_SECONDS, record.latency_seconds)] += 1


def _count_error(counts: Counts, record: ErrorRecord) -> None:
    counts.requests += 1
    if record.status < 500:
        counts.client_errors += 1
    else:
        counts.server_errors += 1
