"""KPIs as the API shows them."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from api.adapters.objectives import objectives_of
from api.adapters.settings import Settings
from api.core.kpis import queries
from api.core.kpis.kpi import Kpi
from api.core.kpis.queries import Asked
from api.core.kpis.types import Measured, Point
from api.core.models.queries import get_model, list_models
from api.core.timeline import cursor
from api.core.timeline import queries as timeline
from api.core.timeline.types import Kind
from api.http import timeline_views
from api.http.history_views import replay_of
from api.http.schemas import kpis as schemas

FEED_KINDS: tuple[Kind, ...] = ("training", "rollout", "alert", "experiment")
_NO_MODEL = ""


def board(session: Session, asked: Asked, settings: Settings) -> schemas.KpiBoard:
    """Raises ModelAbsent."""
    found = queries.board(session, asked, objectives_of(settings))
    return schemas.KpiBoard(
        **_frame(session, asked, settings),
        first_day=found.first_day,
        sources=[
            schemas.KpiSource(source=source, rows=rows) for source, rows in found.sources.items()
        ],
        kpis=[_kpi(kpi, measured, asked.model) for kpi, measured in found.kpis],
    )


def detail(session: Session, slug: str, asked: Asked, settings: Settings) -> schemas.KpiDetail:
    """Raises KpiAbsent, ModelAbsent."""
    found = queries.detail(session, slug, asked, objectives_of(settings))
    return schemas.KpiDetail(
        **_frame(session, asked, settings),
        kpi=_kpi(found.kpi, found.measured, asked.model),
        explanation=schemas.KpiExplanation.model_validate(found.kpi.words),
        anchor=f"docs/metrics.md#{slug}",
        by_model=[
            schemas.KpiModelSeries(model=model, points=_points(points))
            for model, points in found.by_model.items()
        ],
    )


def feed(
    session: Session,
    *,
    model: str | None,
    before: str | None,
    kinds: Collection[Kind],
    limit: int,
) -> schemas.Feed:
    """Raises ModelAbsent, CursorUnreadable."""
    titles = {row.name: row.title for row in list_models(session)}
    if model is not None:
        titles[model] = get_model(session, model).title
    page = timeline.feed(
        session,
        models=[*titles, _NO_MODEL] if model is None else [model],
        limit=limit,
        before=None if before is None else cursor.decode(before),
        kinds=kinds or FEED_KINDS,
    )
    return schemas.Feed(
        replay=replay_of(session, model),
        entries=[
            schemas.FeedEntry(
                **dict(timeline_views.entry_view(entry)),
                model=name or None,
                model_title=titles.get(name),
            )
            for name, entry in page.entries
        ],
        next_before=None if page.next_before is None else cursor.encode(page.next_before),
    )


def _frame(session: Session, asked: Asked, settings: Settings) -> dict[str, Any]:
    return {
        "period": schemas.KpiSpan.model_validate(asked.periods.now),
        "previous": schemas.KpiSpan.model_validate(asked.periods.previous),
        "interval": asked.interval,
        "model": asked.model,
        "replay": replay_of(session, asked.model),
        "as_of": asked.now,
        "currency": settings.currency,
    }


def _kpi(kpi: Kpi[Any], measured: Measured, model: str | None) -> schemas.Kpi:
    return schemas.Kpi(
        slug=kpi.slug,
        title=dict(kpi.words.title),
        unit=kpi.unit_of(model),
        better=kpi.better,
        adds_up=kpi.adds_up,
        counts=kpi.counts,
        leads_to=kpi.leads_to,
        figure=schemas.KpiFigure.model_validate(measured.figure),
        previous=schemas.KpiFigure.model_validate(measured.previous),
        target=measured.target,
        status=schemas.KpiStatus.model_validate(measured.status),
        series=_points(measured.series),
        previous_series=_points(measured.previous_series),
        models=[schemas.KpiModelPart.model_validate(part) for part in measured.models],
    )


def _points(points: Iterable[Point]) -> list[schemas.KpiPoint]:
    return [
        schemas.KpiPoint(at=point.span.start, end=point.span.end, **asdict(point.figure))
        for point in points
    ]
