"""What a model served in a window: rows by event time, requests by wall time."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.core.predictions.latency import quantiles
from api.core.predictions.rollups import Counts
from api.core.reports.types import Traffic, TrafficDay, VersionTraffic
from api.core.tables import Prediction, ServingRollup, ShadowRollup

DAY = timedelta(days=1)
BATCH = "batch"
"""Source of what jobs score: its chunks are no requests, and nobody waited for one."""


@dataclass(frozen=True)
class Window:
    model: str
    start: datetime
    end: datetime

    @property
    def before(self) -> "Window":
        return Window(self.model, self.start - (self.end - self.start), self.start)

    @property
    def days(self) -> list[datetime]:
        """The beginnings of its days; the last day may be shorter."""
        length = self.end - self.start
        return [self.start + number * DAY for number in range(-(-length // DAY))]


def traffic(session: Session, window: Window, truths: Mapping[datetime, int]) -> Traffic:
    """``truths`` are the rows with truth by beginning of the day."""
    counts, earlier = online(session, window), online(session, window.before)
    by_day = {day: _rows(session, window.model, day, min(day + DAY, window.end))
              for day in window.days}  # fmt: skip
    rows = sum(by_day.values(), Counter[int]())
    versions = sorted({*counts, *rows}, reverse=True)
    return Traffic(
        versions=tuple(_version(v, rows[v], counts.get(v, Counts())) for v in versions),
        days=tuple(
            TrafficDay(day.date(), found.total(), truths.get(day, 0))
            for day, found in by_day.items()
        ),
        rows=rows.total(),
        rows_before=rows_between(session, window.before),
        requests=_sum(counts, "requests"),
        requests_before=_sum(earlier, "requests"),
        server_errors=_sum(counts, "server_errors"),
        server_errors_before=_sum(earlier, "server_errors"),
    )


def online(session: Session, window: Window) -> dict[int, Counts]:
    """What online requests came to, by version, in the minutes that begin in the window."""
    statement = select(ServingRollup).where(
        ServingRollup.model_name == window.model,
        ServingRollup.minute >= window.start,
        ServingRollup.minute < window.end,
        ServingRollup.source != BATCH,
    )
    found: dict[int, Counts] = {}
    for rollup in session.scalars(statement.execution_options(yield_per=1_000)):
        counts = found.setdefault(rollup.version, Counts())
        for name in vars(counts).keys() - {"latency_counts"}:
            setattr(counts, name, getattr(counts, name) + getattr(rollup, name))
        pairs = zip(counts.latency_counts, rollup.latency_counts, strict=True)
        counts.latency_counts = [one + other for one, other in pairs]
    return found


def rows_between(session: Session, window: Window) -> int:
    return _rows(session, window.model, window.start, window.end).total()


def shadow_seconds(session: Session, window: Window) -> float:
    statement = select(func.sum(ShadowRollup.latency_seconds_sum)).where(
        ShadowRollup.model_name == window.model,
        ShadowRollup.minute >= window.start,
        ShadowRollup.minute < window.end,
    )
    return session.scalar(statement) or 0.0


def _rows(session: Session, model: str, start: datetime, end: datetime) -> Counter[int]:
    """Predicted rows by version; counted on the index, without reading them."""
    statement = (
        select(Prediction.version, func.count())
        .where(
            Prediction.model_name == model,
            Prediction.occurred_at >= start,
            Prediction.occurred_at < end,
        )
        .group_by(Prediction.version)
    )
    return Counter({version: count for version, count in session.execute(statement)})  # noqa: C416 - a Row is no tuple to mypy


def _version(version: int, rows: int, counts: Counts) -> VersionTraffic:
    latency = quantiles(counts.latency_counts)
    return VersionTraffic(
        version=version,
        rows=rows,
        requests=counts.requests,
        client_errors=counts.client_errors,
        server_errors=counts.server_errors,
        p50_seconds=latency.p50,
        p95_seconds=latency.p95,
        p99_seconds=latency.p99,
    )


def _sum(counts: Mapping[int, Counts], name: str) -> int:
    return sum(getattr(of_version, name) for of_version in counts.values())
