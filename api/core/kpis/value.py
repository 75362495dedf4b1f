"""What the answers were worth, in money."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple

from sqlalchemy.orm import Session

from api.core.kpis.facts import Facts, JudgedRow, judged_rows
from api.core.kpis.kpi import DayKpi, unknown_of
from api.core.kpis.types import AddsUp, Better, Figure, LeadsTo, Measure, Span, Status, Unit
from api.core.values.reckoning import worth
from api.core.values.types import Formula
from monitoring.quality.estimate import Estimate
from monitoring.quality.sums import MeasureSums
from monitoring.quality.total_of_days import total_of_days


class ValueRow(NamedTuple):
    day: date
    model: str
    version: int
    answered: int
    truths: int
    rows: int
    """That the formula counts."""
    units: float
    """What they were worth, in the formula's unit."""


class Value(DayKpi[ValueRow]):
    slug: ClassVar[str] = "value"
    unit: ClassVar[Unit] = "money"
    better: ClassVar[Better] = "higher"
    adds_up: ClassVar[AddsUp] = "sum"
    counts: ClassVar[str] = "truths"
    leads_to: ClassVar[LeadsTo] = "value"

    def rows(self, facts: Facts) -> Sequence[ValueRow]:
        """Of models that have a formula, or there would be nothing to reckon with."""
        return _reckoned(facts.judged, facts.formulas)

    def figure(
        self,
        rows: Sequence[ValueRow],
        span: Span,  # noqa: ARG002
        facts: Facts,
        model: str | None,
    ) -> Figure:
        formulas = {m: f for m, f in facts.formulas.items() if model in (None, m)}
        if not formulas:
            return Figure(None, reason="no_formula")
        prices = {m: p for m, f in formulas.items() if (p := f.money_per_unit) is not None}
        if not prices:
            return Figure(None, reason="no_rate")
        return _total(rows, prices)

    def status(
        self,
        now: Figure,
        previous: Figure,  # noqa: ARG002
        rows: Sequence[ValueRow],
        facts: Facts,
        model: str | None,
    ) -> Status:
        numbers = _numbers(rows, facts, model)
        if now.value is None:
            return Status("unknown", unknown_of(now).reason, numbers)
        if now.low is None or now.high is None:
            return Status("unknown", "too_little_truth", numbers)
        cost = float(numbers["cost"] or 0.0)
        if now.low > cost:
            return Status("good", "worth_it", numbers)
        if now.high < cost:
            return Status("bad", "costs_more", numbers)
        return Status("warning", "not_shown", numbers)

    def measure(self, facts: Facts, model: str) -> Measure | None:
        formula = facts.formulas.get(model)
        if formula is None:
            return None
        unit = formula.unit
        return Measure("value", {"en": unit, "pt-BR": unit}, unit, "higher")


def _numbers(
    rows: Sequence[ValueRow], facts: Facts, model: str | None
) -> dict[str, float | str | None]:
    """What it cost, how much of the truth is in, and of one model the value in its own unit."""
    span = facts.first_span
    used = [row.cost for row in facts.usage if model in (None, row.model) and span.holds(row.day)]
    found: dict[str, float | str | None] = {
        "answered": float(sum(row.answered for row in rows)),
        "truths": float(sum(row.truths for row in rows)),
        "cost": sum(used) if used else None,
    }
    if model is None or model not in facts.formulas:
        return found
    own = _total(rows, {model: 1.0})
    return found | {
        "units": own.value,
        "units_low": own.low,
        "units_high": own.high,
        "unit": facts.formulas[model].unit,
    }


def _reckoned(rows: Sequence[JudgedRow], formulas: Mapping[str, Formula]) -> list[ValueRow]:
    found = []
    for row in rows:
        formula = formulas.get(row.model)
        if formula is not None:
            sums = worth(formula, row)
            found.append(
                ValueRow(
                    row.day, row.model, row.version, row.rows, row.truths, sums.rows, sums.total
                )
            )
    return found


def _total(rows: Sequence[ValueRow], prices: Mapping[str, float]) -> Figure:
    """Of the models that have a price."""
    counts: dict[tuple[date, str], int] = defaultdict(int)
    units: dict[tuple[date, str], float] = defaultdict(float)
    for row in rows:
        if row.rows and row.model in prices:
            counts[row.day, row.model] += row.rows
            units[row.day, row.model] += row.units
    if not counts:
        return Figure(None, reason="no_truth")
    days: dict[date, dict[str, MeasureSums]] = defaultdict(dict)
    for (day, model), count in counts.items():
        days[day][model] = MeasureSums(count, units[day, model] * prices[model])
    found = total_of_days(days)
    n = sum(counts.values())
    if isinstance(found, Estimate):
        return Figure(found.value, n, found.lower, found.upper)
    return Figure(sum(sums.total for kinds in days.values() for sums in kinds.values()), n)


@dataclass(frozen=True)
class Estimated:
    """What a formula makes of a span."""

    truths: int
    days: int
    units: float | None
    units_low: float | None
    units_high: float | None
    money: float | None
    money_low: float | None
    money_high: float | None


def estimate(session: Session, model: str, formula: Formula, span: Span) -> Estimated:
    rows = _reckoned(judged_rows(session, (span,), model), {model: formula})
    found, price = _total(rows, {model: 1.0}), formula.money_per_unit
    return Estimated(
        truths=found.n,
        days=len({row.day for row in rows if row.rows}),
        units=found.value,
        units_low=found.low,
        units_high=found.high,
        money=_times(found.value, price),
        money_low=_times(found.low, price),
        money_high=_times(found.high, price),
    )


def _times(value: float | None, price: float | None) -> float | None:
    return None if value is None or price is None else value * price
