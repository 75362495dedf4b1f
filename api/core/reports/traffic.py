"""What a model served in a window: rows by event time, requests by wall time."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

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
    def first_day(self) -> date:
        """Of those (UTC) that it touches."""
        return self.start.astimezone(UTC).date()

    @property
    def last_day(self) -> date:
        return (self.end.astimezone(UTC) - timedelta.resolution).date()

    @property
    def days(self) -> list["Window"]:
        """It, cut at every midnight."""
        cuts = [
            datetime.combine(self.first_day + DAY * number, time(), UTC)
            for number in range(1, (self.last_day - self.first_day).days + 1)
        ]
        edges = [self.start, *cuts, self.end]
        return [Window(self.model, *ends) for ends in pairwise(edges)]


def traffic(session: Session, window: Window, truths: Mapping[date, int]) -> Traffic:
    """``truths`` are the rows with truth by day."""
    counts, earlier = online(session, window), online(session, window.before)
    by_day = {day.first_day: _rows(session, day) for day in window.days}
    rows = sum(by_day.values(), Counter[int]())
    versions = sorted({*counts, *rows}, reverse=True)
    return Traffic(
        versions=tuple(_version(v, rows[v], counts.get(v, Counts())) for v in versions),
        days=tuple(
            TrafficDay(day, found.total(), min(truths.get(day, 0), found.total()))
            for day, found in by_day.items()
        ),
        rows=rows.total(),
        rows_before=_rows(session, window.before).total(),
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


def shadow_seconds(session: Session, window: Window) -> float:
    statement = select(func.sum(ShadowRollup.latency_seconds_sum)).where(
        ShadowRollup.model_name == window.model,
        ShadowRollup.minute >= window.start,
        ShadowRollup.minute < window.end,
    )
    return session.scalar(statement) or 0.0


def _rows(session: Session, window: Window) -> Counter[int]:
    """Predicted rows by version; counted on the index, without reading them."""
    statement = (
        select(Prediction.version, func.count())
        .where(
            Prediction.model_name == window.model,
            Prediction.occurred_at >= window.start,
            Prediction.occurred_at < window.end,
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
