"""The executive dashboard's numbers. Unknown is null with a reason, never zero."""

from datetime import date
from typing import Literal

from pydantic import Field

from api.core.kpis.types import AddsUp, Better, Interval, LeadsTo, Level, Unit, Unknown
from api.http.schemas.base import Answer, Instant, Localised
from api.http.schemas.history import Replay
from api.http.schemas.timeline import TimelineEntry

FeedKind = Literal["version", "training", "rollout", "policy", "alert", "experiment", "failure"]


class KpiSpan(Answer):
    start: date = Field(description="First day (UTC).")
    end: date = Field(description="Not included.")


class KpiFigure(Answer):
    value: float | None
    n: int = Field(description="Of what it rests on; see the KPI's `counts`.")
    low: float | None = Field(description="Ends of a 95 % interval, where there is one.")
    high: float | None
    reason: Unknown | None = Field(description="Why `value` is null.")


class KpiPoint(KpiFigure):
    at: date = Field(description="First day of the interval.")
    end: date = Field(description="Not included; the first and last interval may be cut short.")


class KpiStatus(Answer):
    level: Level
    reason: str = Field(description="For programs.", examples=["meets_objective"])
    numbers: dict[str, float | str | None] = Field(
        description="What a sentence about it needs.", examples=[{"objective": 0.999}]
    )


class KpiMeasure(Answer):
    """What a model's quality is measured by."""

    name: str = Field(examples=["brier"])
    title: Localised
    unit: str = Field(description="Of the measure; empty for a bare number.")
    better: Better


class KpiVersionPart(Answer):
    version: int = Field(description="0 where no version answered.")
    figure: KpiFigure
    previous: KpiFigure


class KpiModelPart(Answer):
    model: str = Field(description='"" for what belongs to no model.')
    title: Localised
    figure: KpiFigure
    previous: KpiFigure
    target: float | None
    measure: KpiMeasure | None = Field(description="Where the unit is the model's own.")
    status: KpiStatus
    versions: list[KpiVersionPart] = Field(description="Newest first.")


class Kpi(Answer):
    slug: str = Field(examples=["availability"])
    title: Localised
    unit: Unit = Field(
        description="`share` is 0–1, `money` in `currency`, `measure` that of the model."
    )
    better: Better
    adds_up: AddsUp
    counts: str = Field(description="What `n` counts.", examples=["requests"])
    leads_to: LeadsTo = Field(description="Which page tells what it is made of.")
    figure: KpiFigure
    previous: KpiFigure = Field(description="Of the period that it is compared with.")
    target: float | None
    status: KpiStatus
    series: list[KpiPoint]
    previous_series: list[KpiPoint]
    models: list[KpiModelPart]


class KpiSource(Answer):
    source: str = Field(description="api, demo, v2, batch or replay.", examples=["api"])
    rows: int


class KpiFrame(Answer):
    """What was asked for."""

    period: KpiSpan
    previous: KpiSpan
    interval: Interval
    model: str | None = Field(description="Null is all that are real.")
    replay: Replay | None = Field(description="Null of what is real.")
    as_of: Instant
    currency: str = Field(examples=["USD"])


class KpiBoard(KpiFrame):
    first_day: date | None = Field(description="That any prediction is about; null before one.")
    sources: list[KpiSource] = Field(
        description="Where the period's predictions came from, most first; `replay` is a history "
        "that was played again."
    )
    kpis: list[Kpi]


class KpiExplanation(Answer):
    """How it is computed."""

    definition: Localised
    formula: Localised
    source: Localised
    adds_up: Localised
    excludes: Localised


class KpiModelSeries(Answer):
    model: str
    points: list[KpiPoint]


class KpiDetail(KpiFrame):
    kpi: Kpi
    explanation: KpiExplanation
    anchor: str = Field(description="In docs/metrics.md.", examples=["docs/metrics.md#quality"])
    by_model: list[KpiModelSeries]


class FeedEntry(TimelineEntry):
    model: str | None = Field(description="Null for what is about none.")
    model_title: Localised | None


class Feed(Answer):
    replay: Replay | None = Field(description="Null of what is real.")
    entries: list[FeedEntry] = Field(description="Newest first.")
    next_before: str | None = Field(description="`before` of the next page; null on the last.")
