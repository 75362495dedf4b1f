"""Put a KPI together: over a period, beside another one, by day, by model and by version."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from api.core.kpis.facts import Facts
from api.core.kpis.kpi import Kpi
from api.core.kpis.periods import Periods, cut
from api.core.kpis.types import (
    Figure,
    Interval,
    Measured,
    ModelPart,
    Point,
    Span,
    VersionPart,
)

_NO_MODEL = {"en": "No model in particular", "pt-BR": "Nenhum modelo em particular"}
Rows = Sequence[Any]


def measure(
    kpi: Kpi[Any], facts: Facts, periods: Periods, interval: Interval, model: str | None
) -> Measured:
    """``model`` names the one that is asked for; None is all of them."""
    rows = facts.rows_of(kpi.slug, kpi.rows)
    now, previous = (_within(kpi, rows, span) for span in (periods.now, periods.previous))
    figure = _figure(kpi, now, periods.now, facts, model)
    before = _figure(kpi, previous, periods.previous, facts, model)
    return Measured(
        figure=figure,
        previous=before,
        target=kpi.target(facts, model),
        status=kpi.status(figure, before, now, facts, model),
        series=_series(kpi, rows, periods.now, interval, facts, model),
        previous_series=_series(kpi, rows, periods.previous, interval, facts, model),
        models=_models(kpi, now, previous, facts, periods),
    )


def _within(kpi: Kpi[Any], rows: Rows, span: Span) -> Rows:
    return kpi.spread(rows, [span])[0]


def _figure(kpi: Kpi[Any], rows: Rows, span: Span, facts: Facts, model: str | None) -> Figure:
    if span.start > facts.today:
        return Figure(None, reason="in_the_future")
    return kpi.figure(rows, span, facts, model)


def _series(
    kpi: Kpi[Any], rows: Rows, span: Span, interval: Interval, facts: Facts, model: str | None
) -> tuple[Point, ...]:
    spans = cut(span, interval)
    return tuple(
        Point(piece, _figure(kpi, some, piece, facts, model))
        for piece, some in zip(spans, kpi.spread(rows, spans), strict=True)
    )


def _models(
    kpi: Kpi[Any], now: Rows, previous: Rows, facts: Facts, periods: Periods
) -> tuple[ModelPart, ...]:
    now_of, previous_of = _by_model(now), _by_model(previous)
    named = dict(facts.titles)
    if "" in now_of or "" in previous_of:
        named[""] = _NO_MODEL
    return tuple(
        _model(kpi, model, title, now_of.get(model, ()), previous_of.get(model, ()), facts, periods)
        for model, title in named.items()
    )


def _model(
    kpi: Kpi[Any],
    model: str,
    title: dict[str, str],
    now: Rows,
    previous: Rows,
    facts: Facts,
    periods: Periods,
) -> ModelPart:
    figure = _figure(kpi, now, periods.now, facts, model)
    before = _figure(kpi, previous, periods.previous, facts, model)
    return ModelPart(
        model=model,
        title=title,
        figure=figure,
        previous=before,
        target=kpi.target(facts, model),
        measure=kpi.measure(facts, model),
        status=kpi.status(figure, before, now, facts, model),
        versions=_versions(kpi, model, now, previous, facts, periods),
    )


def _versions(
    kpi: Kpi[Any], model: str, now: Rows, previous: Rows, facts: Facts, periods: Periods
) -> tuple[VersionPart, ...]:
    """Newest first."""
    now_of, previous_of = _by_version(now), _by_version(previous)
    return tuple(
        VersionPart(
            version,
            _figure(kpi, now_of.get(version, ()), periods.now, facts, model),
            _figure(kpi, previous_of.get(version, ()), periods.previous, facts, model),
        )
        for version in sorted({*now_of, *previous_of}, reverse=True)
    )


def _by_model(rows: Rows) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.model].append(row)
    return found


def _by_version(rows: Rows) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.version].append(row)
    return found


def series_by_model(
    kpi: Kpi[Any], facts: Facts, span: Span, interval: Interval
) -> dict[str, tuple[Point, ...]]:
    """Of the models that have any row in the span."""
    of_models = _by_model(_within(kpi, facts.rows_of(kpi.slug, kpi.rows), span))
    return {
        model: _series(kpi, rows, span, interval, facts, model)
        for model, rows in sorted(of_models.items())
    }
