"""What people thought of the answers, and what stands open."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from api.core.kpis.facts import Facts, Incident, ThumbsRow, end_of, midnight
from api.core.kpis.kpi import DayKpi, Kpi, unknown_of
from api.core.kpis.types import AddsUp, Better, Figure, LeadsTo, Span, Status, Unit
from api.core.kpis.wilson import wilson

FEWEST_THUMBS = 10
"""Fewer say nothing of a target."""


class Satisfaction(DayKpi[ThumbsRow]):
    slug: ClassVar[str] = "satisfaction"
    unit: ClassVar[Unit] = "share"
    better: ClassVar[Better] = "higher"
    adds_up: ClassVar[AddsUp] = "ratio"
    counts: ClassVar[str] = "thumbs"
    leads_to: ClassVar[LeadsTo] = "model"

    def rows(self, facts: Facts) -> Sequence[ThumbsRow]:
        return facts.thumbs

    def figure(
        self,
        rows: Sequence[ThumbsRow],
        span: Span,  # noqa: ARG002
        facts: Facts,  # noqa: ARG002
        model: str | None,  # noqa: ARG002
    ) -> Figure:
        up, down = sum(row.up for row in rows), sum(row.down for row in rows)
        if up + down == 0:
            return Figure(None, reason="no_thumbs")
        low, high = wilson(up, up + down)
        return Figure(up / (up + down), up + down, low, high)

    def target(self, facts: Facts, model: str | None) -> float:  # noqa: ARG002
        return facts.objectives.satisfaction

    def status(
        self,
        now: Figure,
        previous: Figure,  # noqa: ARG002
        rows: Sequence[ThumbsRow],  # noqa: ARG002
        facts: Facts,
        model: str | None,  # noqa: ARG002
    ) -> Status:
        if now.value is None or now.high is None:
            return unknown_of(now)
        objective = facts.objectives.satisfaction
        numbers = {"objective": objective, "thumbs": float(now.n)}
        if now.n < FEWEST_THUMBS:
            return Status("unknown", "too_few_thumbs", numbers | {"needed": float(FEWEST_THUMBS)})
        if now.value >= objective:
            return Status("good", "meets_objective", numbers)
        return Status("bad" if now.high < objective else "warning", "misses_objective", numbers)


class Incidents(Kpi[Incident]):
    slug: ClassVar[str] = "incidents"
    unit: ClassVar[Unit] = "count"
    better: ClassVar[Better] = "lower"
    adds_up: ClassVar[AddsUp] = "state"
    counts: ClassVar[str] = "opened"
    leads_to: ClassVar[LeadsTo] = "alerts"

    def rows(self, facts: Facts) -> Sequence[Incident]:
        return facts.incidents

    def spread(self, rows: Sequence[Incident], spans: Sequence[Span]) -> list[list[Incident]]:
        return [[row for row in rows if _touches(row, span)] for span in spans]

    def figure(
        self,
        rows: Sequence[Incident],
        span: Span,
        facts: Facts,
        model: str | None,  # noqa: ARG002
    ) -> Figure:
        opened = sum(1 for row in rows if row.opened_at >= midnight(span.start))
        return Figure(float(len(_open_at(rows, end_of(span, facts.now)))), opened)

    def target(self, facts: Facts, model: str | None) -> float:  # noqa: ARG002
        return 0.0

    def status(
        self,
        now: Figure,
        previous: Figure,  # noqa: ARG002
        rows: Sequence[Incident],
        facts: Facts,
        model: str | None,  # noqa: ARG002
    ) -> Status:
        if now.value is None:
            return unknown_of(now)
        if now.value == 0:
            return Status("good", "none_open", {"opened": float(now.n)})
        still = [row for row in rows if row.resolved_at is None or row.resolved_at > facts.now]
        serious = sum(1 for row in still if row.severity == "serious")
        numbers = {"open": now.value, "serious": float(serious), "opened": float(now.n)}
        return Status("bad" if serious else "warning", "some_open", numbers)


def _open_at(rows: Sequence[Incident], moment: datetime) -> list[Incident]:
    return [
        row
        for row in rows
        if row.opened_at <= moment and (row.resolved_at is None or row.resolved_at > moment)
    ]


def _touches(row: Incident, span: Span) -> bool:
    return row.opened_at < midnight(span.end) and (
        row.resolved_at is None or row.resolved_at >= midnight(span.start)
    )
