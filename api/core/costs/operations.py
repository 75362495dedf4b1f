"""Add up by day what was taken of the machine."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from api.core.predictions.accumulation import accumulate
from api.core.tables import UsageDay
from api.spool.records import Purpose, UsageRecord


class UsageKey(NamedTuple):
    day: date
    model_name: str
    version: int
    purpose: Purpose


@dataclass
class Usage:
    cpu_seconds: float = 0.0
    gpu_seconds: float = 0.0
    memory_byte_seconds: float = 0.0


def by_day(records: Iterable[UsageRecord]) -> dict[UsageKey, Usage]:
    """By the day (UTC) on which it was told. Pure."""
    days: dict[UsageKey, Usage] = defaultdict(Usage)
    for record in records:
        day = datetime.fromtimestamp(record.measured_at, UTC).date()
        for entry in record.entries:
            usage = days[UsageKey(day, entry.model, entry.version, entry.purpose)]
            usage.cpu_seconds += entry.cpu_seconds
            usage.gpu_seconds += entry.gpu_seconds
            usage.memory_byte_seconds += entry.memory_byte_seconds
    return days


def add(session: Session, usage: dict[UsageKey, Usage]) -> None:
    accumulate(session, UsageDay, usage, vars(Usage()))
