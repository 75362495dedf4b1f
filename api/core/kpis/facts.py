"""What KPIs are made of: figures by day, model and version, read from the rollups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.core.kpis.promises import Promise, promises
from api.core.kpis.types import Span
from api.core.models.queries import REPLAY
from api.core.tables import (
    Alert,
    FeedbackDay,
    JudgedDay,
    Model,
    PredictionDay,
    ServingDay,
    UsageDay,
)
from api.core.values.queries import formulas
from api.core.values.types import Formula

HOUR_SECONDS = 3600
GIB = 2**30
IDLE = ("idle", "overhead")
"""Purposes that nobody asked for an answer with."""
S = TypeVar("S", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True)
class Rates:
    """What the machine costs, in the settings' currency."""

    cpu_hour: float
    """One core for an hour."""
    gpu_hour: float
    gib_hour: float
    """A gibibyte of memory for an hour."""


@dataclass(frozen=True)
class Objectives:
    """What is promised of the whole installation, and in which money it is reckoned."""

    availability: float
    """Share of valid requests that are answered, 0–1."""
    latency_seconds: float
    """Of the 95th percentile."""
    satisfaction: float
    """Share of thumbs up, 0–1."""
    currency: str
    """ISO 4217."""
    rates: Rates


class PredictedRow(NamedTuple):
    day: date
    model: str
    version: int
    rows: int


class ServedRow(NamedTuple):
    day: date
    model: str
    version: int
    requests: int
    client_errors: int
    server_errors: int
    latency_counts: list[int]
    rows: int
    """Answered, in batches too."""


class ThumbsRow(NamedTuple):
    day: date
    model: str
    version: int
    up: int
    down: int


class JudgedRow(NamedTuple):
    day: date
    model: str
    version: int
    rows: int
    """Answered."""
    truths: int
    loss_rows: int
    loss_total: float
    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int


class UsageRow(NamedTuple):
    """Over all purposes, priced."""

    day: date
    model: str
    version: int
    cpu_seconds: float
    cost: float
    idle_cpu_seconds: float
    idle_cost: float


@dataclass(frozen=True, slots=True)
class Incident:
    """An alert; of no version."""

    id: int
    model: str
    severity: str
    opened_at: datetime
    resolved_at: datetime | None
    version: int = 0


class Facts:
    """Reads what is asked of it, once; over both periods at a time.

    Of all models means of all that are real: a replay is asked for by its name.
    """

    def __init__(
        self,
        session: Session,
        *,
        spans: tuple[Span, ...],
        model: str | None,
        objectives: Objectives,
        now: datetime,
    ) -> None:
        self._session = session
        self._spans = spans
        self._model = model
        self.objectives = objectives
        self.now = now
        self._rows_of: dict[str, Sequence[Any]] = {}

    def rows_of(self, slug: str, read: "Callable[[Facts], Sequence[Any]]") -> Sequence[Any]:
        """What the KPI is made of, put together once."""
        if slug not in self._rows_of:
            self._rows_of[slug] = read(self)
        return self._rows_of[slug]

    @property
    def first_span(self) -> Span:
        """The period itself; the others are what it is compared with."""
        return self._spans[0]

    @property
    def today(self) -> date:
        return self.now.astimezone(UTC).date()

    @cached_property
    def titles(self) -> dict[str, dict[str, str]]:
        """Of every model, or of the one that is asked for."""
        statement = select(Model.name, Model.title).where(_asked_for(Model.name, self._model))
        statement = statement.order_by(Model.name)
        return {name: title for name, title in self._session.execute(statement)}  # noqa: C416 - rows are typed

    @cached_property
    def promises(self) -> dict[str, Promise]:
        return promises(self._session, self._model)

    @cached_property
    def predicted(self) -> list[PredictedRow]:
        table = PredictionDay
        statement = select(table.day, table.model_name, table.version, func.sum(table.rows))
        grouped = statement.group_by(table.day, table.model_name, table.version)
        return [
            PredictedRow(day, model, version, int(rows))
            for day, model, version, rows in self._session.execute(
                self._within(grouped, table.day, table.model_name)
            )
        ]

    @cached_property
    def sources(self) -> dict[str, int]:
        """Rows of the first span by where they came from, most first."""
        table, span = PredictionDay, self._spans[0]
        rows = func.sum(table.rows)
        within = (table.day >= span.start, table.day < span.end)
        statement = select(table.source, rows).where(
            *within, _asked_for(table.model_name, self._model)
        )
        grouped = statement.group_by(table.source).order_by(rows.desc(), table.source)
        return {source: int(count) for source, count in self._session.execute(grouped)}

    @cached_property
    def predictions_since(self) -> date | None:
        first = select(func.min(PredictionDay.day))
        return self._session.scalar(first.where(_asked_for(PredictionDay.model_name, self._model)))

    @cached_property
    def served(self) -> list[ServedRow]:
        table = ServingDay
        statement = select(
            table.day,
            table.model_name,
            table.version,
            table.requests,
            table.client_errors,
            table.server_errors,
            table.latency_counts,
            table.rows,
        )
        chosen = self._within(statement, table.day, table.model_name)
        return [
            ServedRow(day, model, version, requests, refused, failed, counts, rows)
            for day, model, version, requests, refused, failed, counts, rows in (
                self._session.execute(chosen)
            )
        ]

    @cached_property
    def thumbs(self) -> list[ThumbsRow]:
        table = FeedbackDay
        statement = select(table.day, table.model_name, table.version, table.up, table.down)
        chosen = self._within(statement, table.day, table.model_name)
        return [
            ThumbsRow(day, model, version, up, down)
            for day, model, version, up, down in self._session.execute(chosen)
        ]

    @cached_property
    def judged(self) -> list[JudgedRow]:
        return judged_rows(self._session, self._spans, self._model)

    @cached_property
    def formulas(self) -> dict[str, Formula]:
        """Value formulas by model."""
        return formulas(self._session, self._model)

    @cached_property
    def usage(self) -> list[UsageRow]:
        table, rates = UsageDay, self.objectives.rates
        cost = (
            table.cpu_seconds * (rates.cpu_hour / HOUR_SECONDS)
            + table.gpu_seconds * (rates.gpu_hour / HOUR_SECONDS)
            + table.memory_byte_seconds * (rates.gib_hour / HOUR_SECONDS / GIB)
        )
        is_idle = table.purpose.in_(IDLE)
        nothing = literal(0.0)
        statement = select(
            table.day,
            table.model_name,
            table.version,
            func.sum(table.cpu_seconds),
            func.sum(cost),
            func.sum(case((is_idle, table.cpu_seconds), else_=nothing)),
            func.sum(case((is_idle, cost), else_=nothing)),
        ).group_by(table.day, table.model_name, table.version)
        chosen = self._within(statement, table.day, table.model_name)
        return [UsageRow(*row) for row in self._session.execute(chosen)]

    @cached_property
    def usage_since(self) -> date | None:
        return self._session.scalar(select(func.min(UsageDay.day)))

    @cached_property
    def incidents(self) -> list[Incident]:
        """Alerts that were open at some moment of the spans."""
        first = min(span.start for span in self._spans)
        last = max(span.end for span in self._spans)
        statement = select(
            Alert.id, Alert.model_name, Alert.severity, Alert.opened_at, Alert.resolved_at
        ).where(
            Alert.opened_at < midnight(last),
            or_(Alert.resolved_at.is_(None), Alert.resolved_at >= midnight(first)),
        )
        about = func.coalesce(Alert.model_name, "")
        statement = statement.where(_asked_for(about, self._model))
        return [
            Incident(number, model or "", severity, opened_at, resolved_at)
            for number, model, severity, opened_at, resolved_at in self._session.execute(statement)
        ]

    def _within(
        self, statement: S, day: InstrumentedAttribute[date], model: InstrumentedAttribute[str]
    ) -> S:
        return _within(statement, day, model, self._spans, self._model)


def judged_rows(session: Session, spans: Sequence[Span], model: str | None) -> list[JudgedRow]:
    """Of all models, or of the one that is named."""
    table = JudgedDay
    statement = select(
        table.day,
        table.model_name,
        table.version,
        table.rows,
        table.truths,
        table.loss_rows,
        table.loss_total,
        table.true_positives,
        table.false_positives,
        table.false_negatives,
        table.true_negatives,
    )
    chosen = _within(statement, table.day, table.model_name, spans, model)
    return [JudgedRow(*row) for row in session.execute(chosen)]


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def end_of(span: Span, now: datetime) -> datetime:
    """The last moment of it that has been."""
    return min(midnight(span.end), now) - timedelta.resolution


def _inside(day: InstrumentedAttribute[date], span: Span) -> ColumnElement[bool]:
    return (day >= span.start) & (day < span.end)


def _within(
    statement: S,
    day: InstrumentedAttribute[date],
    model_name: InstrumentedAttribute[str],
    spans: Sequence[Span],
    model: str | None,
) -> S:
    within = or_(*(_inside(day, span) for span in spans))
    return statement.where(within, _asked_for(model_name, model))


def _asked_for(
    name: InstrumentedAttribute[str] | ColumnElement[str], model: str | None
) -> ColumnElement[bool]:
    if model is not None:
        return name == model
    return name.not_in(select(Model.name).where(Model.origin == REPLAY))
