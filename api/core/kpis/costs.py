"""What was taken of the machine, priced."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, NamedTuple

from api.core.kpis.facts import Facts, UsageRow
from api.core.kpis.kpi import DayKpi
from api.core.kpis.types import AddsUp, Better, Figure, LeadsTo, Span, Unit


class _Priced(DayKpi[UsageRow]):
    unit: ClassVar[Unit] = "money"
    better: ClassVar[Better] = "lower"
    adds_up: ClassVar[AddsUp] = "sum"
    counts: ClassVar[str] = "cpu_seconds"
    leads_to: ClassVar[LeadsTo] = "cost"

    def rows(self, facts: Facts) -> Sequence[UsageRow]:
        return facts.usage


class Cost(_Priced):
    slug: ClassVar[str] = "cost"

    def figure(
        self,
        rows: Sequence[UsageRow],
        span: Span,
        facts: Facts,
        model: str | None,  # noqa: ARG002 - a sum is one for all
    ) -> Figure:
        if not _is_recorded(span, facts):
            return Figure(None, reason="nothing_recorded")
        spent = sum(row.cpu_seconds for row in rows)
        return Figure(sum(row.cost for row in rows), round(spent))


class IdleCost(_Priced):
    slug: ClassVar[str] = "idle-cost"

    def figure(
        self,
        rows: Sequence[UsageRow],
        span: Span,
        facts: Facts,
        model: str | None,  # noqa: ARG002
    ) -> Figure:
        if not _is_recorded(span, facts):
            return Figure(None, reason="nothing_recorded")
        spent = sum(row.idle_cpu_seconds for row in rows)
        return Figure(sum(row.idle_cost for row in rows), round(spent))


class CostOrRows(NamedTuple):
    """One of the two; a version has days of one without the other."""

    day: date
    model: str
    version: int
    cost: float
    rows: int


class CostPerPrediction(DayKpi[CostOrRows]):
    slug: ClassVar[str] = "cost-per-prediction"
    unit: ClassVar[Unit] = "money"
    better: ClassVar[Better] = "lower"
    adds_up: ClassVar[AddsUp] = "ratio"
    counts: ClassVar[str] = "predictions"
    leads_to: ClassVar[LeadsTo] = "cost"

    def rows(self, facts: Facts) -> Sequence[CostOrRows]:
        """Rows of days before anything was measured are no divisor."""
        since = facts.usage_since
        if since is None:
            return []
        taken = [CostOrRows(row.day, row.model, row.version, row.cost, 0) for row in facts.usage]
        return taken + [
            CostOrRows(row.day, row.model, row.version, 0.0, row.rows)
            for row in facts.served
            if row.day >= since
        ]

    def figure(
        self,
        rows: Sequence[CostOrRows],
        span: Span,
        facts: Facts,
        model: str | None,  # noqa: ARG002
    ) -> Figure:
        if not _is_recorded(span, facts):
            return Figure(None, reason="nothing_recorded")
        answered = sum(row.rows for row in rows)
        if not answered:
            return Figure(None, reason="no_predictions")
        return Figure(sum(row.cost for row in rows) / answered, answered)


def _is_recorded(span: Span, facts: Facts) -> bool:
    since = facts.usage_since
    return since is not None and span.end > since
