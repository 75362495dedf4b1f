"""What was served, how reliably and how fast."""

from collections.abc import Sequence
from typing import ClassVar

from api.core.kpis.facts import Facts, PredictedRow, ServedRow
from api.core.kpis.kpi import NO_TARGET, DayKpi, unknown_of
from api.core.kpis.types import AddsUp, Better, Figure, LeadsTo, Level, Span, Status, Unit
from api.core.predictions.latency import quantile

LITTLE_BUDGET = 0.25
"""Share of the error budget; less of it left is a warning."""


class Predictions(DayKpi[PredictedRow]):
    slug: ClassVar[str] = "predictions"
    unit: ClassVar[Unit] = "count"
    better: ClassVar[Better] = "higher"
    adds_up: ClassVar[AddsUp] = "sum"
    counts: ClassVar[str] = "predictions"
    leads_to: ClassVar[LeadsTo] = "model"

    def rows(self, facts: Facts) -> Sequence[PredictedRow]:
        return facts.predicted

    def figure(
        self,
        rows: Sequence[PredictedRow],
        span: Span,
        facts: Facts,
        model: str | None,  # noqa: ARG002 - a sum is one for all
    ) -> Figure:
        since = facts.predictions_since
        if since is None or span.end <= since:
            return Figure(None, reason="nothing_recorded")
        total = sum(row.rows for row in rows)
        return Figure(float(total), total)

    def status(
        self,
        now: Figure,
        previous: Figure,
        rows: Sequence[PredictedRow],  # noqa: ARG002
        facts: Facts,  # noqa: ARG002
        model: str | None,  # noqa: ARG002
    ) -> Status:
        if now.value is None:
            return unknown_of(now)
        if now.value == 0 and previous.value:
            return Status("warning", "stopped", {"previous": previous.value})
        return NO_TARGET


class _OfRequests(DayKpi[ServedRow]):
    counts: ClassVar[str] = "requests"
    leads_to: ClassVar[LeadsTo] = "model"

    def rows(self, facts: Facts) -> Sequence[ServedRow]:
        return facts.served


def valid_and_failed(rows: Sequence[ServedRow]) -> tuple[int, int]:
    """Requests that could be answered, and those of them that were not for our own fault."""
    valid = sum(row.requests - row.client_errors for row in rows)
    return valid, sum(row.server_errors for row in rows)


class Availability(_OfRequests):
    slug: ClassVar[str] = "availability"
    unit: ClassVar[Unit] = "share"
    better: ClassVar[Better] = "higher"
    adds_up: ClassVar[AddsUp] = "ratio"

    def figure(
        self,
        rows: Sequence[ServedRow],
        span: Span,  # noqa: ARG002
        facts: Facts,  # noqa: ARG002
        model: str | None,  # noqa: ARG002
    ) -> Figure:
        valid, failed = valid_and_failed(rows)
        if not valid:
            return Figure(None, reason="no_requests")
        return Figure(1 - failed / valid, valid)

    def target(self, facts: Facts, model: str | None) -> float:  # noqa: ARG002
        return facts.objectives.availability

    def status(
        self,
        now: Figure,
        previous: Figure,  # noqa: ARG002
        rows: Sequence[ServedRow],
        facts: Facts,
        model: str | None,  # noqa: ARG002
    ) -> Status:
        if now.value is None:
            return unknown_of(now)
        objective = facts.objectives.availability
        numbers = {"objective": objective, "failed": float(valid_and_failed(rows)[1])}
        if now.value >= objective:
            return Status("good", "meets_objective", numbers)
        return Status("bad", "misses_objective", numbers)


class ErrorBudget(_OfRequests):
    slug: ClassVar[str] = "error-budget"
    unit: ClassVar[Unit] = "share"
    better: ClassVar[Better] = "higher"
    adds_up: ClassVar[AddsUp] = "ratio"

    def figure(
        self,
        rows: Sequence[ServedRow],
        span: Span,  # noqa: ARG002
        facts: Facts,
        model: str | None,  # noqa: ARG002
    ) -> Figure:
        valid, failed = valid_and_failed(rows)
        if not valid:
            return Figure(None, reason="no_requests")
        allowed = valid * (1 - facts.objectives.availability)
        return Figure(1 - failed / allowed, valid)

    def status(
        self,
        now: Figure,
        previous: Figure,  # noqa: ARG002
        rows: Sequence[ServedRow],
        facts: Facts,
        model: str | None,  # noqa: ARG002
    ) -> Status:
        if now.value is None:
            return unknown_of(now)
        valid, failed = valid_and_failed(rows)
        numbers = {
            "failed": float(failed),
            "allowed": valid * (1 - facts.objectives.availability),
            "objective": facts.objectives.availability,
        }
        if now.value < 0:
            return Status("bad", "budget_spent", numbers)
        if now.value < LITTLE_BUDGET:
            return Status("warning", "budget_low", numbers)
        return Status("good", "budget_left", numbers)


class Latency(_OfRequests):
    slug: ClassVar[str] = "latency-p95"
    unit: ClassVar[Unit] = "seconds"
    better: ClassVar[Better] = "lower"
    adds_up: ClassVar[AddsUp] = "quantile"

    def figure(
        self,
        rows: Sequence[ServedRow],
        span: Span,  # noqa: ARG002
        facts: Facts,  # noqa: ARG002
        model: str | None,  # noqa: ARG002
    ) -> Figure:
        counts = [sum(bucket) for bucket in zip(*(row.latency_counts for row in rows), strict=True)]
        found = quantile(counts, 0.95)
        if found is None:
            return Figure(None, reason="no_requests")
        return Figure(found, sum(counts))

    def target(self, facts: Facts, model: str | None) -> float:  # noqa: ARG002
        return facts.objectives.latency_seconds

    def status(
        self,
        now: Figure,
        previous: Figure,  # noqa: ARG002
        rows: Sequence[ServedRow],  # noqa: ARG002
        facts: Facts,
        model: str | None,  # noqa: ARG002
    ) -> Status:
        if now.value is None:
            return unknown_of(now)
        objective = facts.objectives.latency_seconds
        if now.value <= objective:
            return Status("good", "meets_objective", {"objective": objective})
        level: Level = "warning" if now.value <= 2 * objective else "bad"
        return Status(level, "misses_objective", {"objective": objective})
