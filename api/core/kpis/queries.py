"""Every number of the dashboard, or one of them with what it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from api.core.kpis.catalogue import CATALOGUE, get_kpi
from api.core.kpis.facts import Facts, Objectives
from api.core.kpis.kpi import Kpi
from api.core.kpis.measuring import measure, series_by_model
from api.core.kpis.periods import Periods
from api.core.kpis.types import Interval, Measured, Point
from api.core.models.queries import get_model


@dataclass(frozen=True)
class Asked:
    periods: Periods
    interval: Interval
    model: str | None
    now: datetime


@dataclass(frozen=True)
class Board:
    sources: Mapping[str, int]
    """Rows of the period by where they came from; a replay is one of them."""
    first_day: date | None
    """That any prediction is about."""
    kpis: tuple[tuple[Kpi[Any], Measured], ...]


@dataclass(frozen=True)
class Detail:
    kpi: Kpi[Any]
    measured: Measured
    by_model: Mapping[str, tuple[Point, ...]]


def board(session: Session, asked: Asked, objectives: Objectives) -> Board:
    """Raises ModelAbsent."""
    facts = _facts(session, asked, objectives)
    return Board(
        sources=facts.sources,
        first_day=facts.predictions_since,
        kpis=tuple((kpi, _measured(kpi, facts, asked)) for kpi in CATALOGUE),
    )


def detail(session: Session, slug: str, asked: Asked, objectives: Objectives) -> Detail:
    """Raises KpiAbsent, ModelAbsent."""
    kpi = get_kpi(slug)
    facts = _facts(session, asked, objectives)
    return Detail(
        kpi=kpi,
        measured=_measured(kpi, facts, asked),
        by_model=series_by_model(kpi, facts, asked.periods.now, asked.interval),
    )


def _facts(session: Session, asked: Asked, objectives: Objectives) -> Facts:
    if asked.model is not None:
        get_model(session, asked.model)
    return Facts(
        session,
        spans=(asked.periods.now, asked.periods.previous),
        model=asked.model,
        objectives=objectives,
        now=asked.now,
    )


def _measured(kpi: Kpi[Any], facts: Facts, asked: Asked) -> Measured:
    return measure(kpi, facts, asked.periods, asked.interval, asked.model)
