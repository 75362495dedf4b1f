"""Checks as the API shows them: what was stored, with the bars that a picture is drawn of."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any

from sqlalchemy.orm import Session

from api.core.checks import queries
from api.core.checks.days import quality_days
from api.core.checks.figures import Figure
from api.core.checks.figures import WindowQuality as CoreWindowQuality
from api.core.checks.histograms import histogram
from api.core.checks.periods import Interval, periods
from api.core.checks.rows import NOT_LIVE
from api.core.models.queries import get_model, get_version
from api.core.rollouts.queries import champion
from api.core.tables import Check
from api.http.history_views import replay_of
from api.http.schemas import checks as schemas
from monitoring.drift.stored import read_counts, read_profile

WORST_FIRST = ("serious", "moderate", "none", "too little data")


def check_list(
    session: Session, model: str, *, before_id: int | None, limit: int
) -> schemas.CheckList:
    """Raises ModelAbsent."""
    get_model(session, model)
    rows = queries.checks_of(session, model, before_id=before_id, limit=limit)
    return schemas.CheckList(
        model=model,
        replay=replay_of(session, model),
        checks=[schemas.Check.model_validate(row) for row in rows],
    )


def check_detail(session: Session, check: Check) -> schemas.CheckDetail:
    shown = schemas.Check.model_validate(check).model_dump()
    return schemas.CheckDetail.model_validate(
        {
            **shown,
            "model_name": check.model_name,
            "replay": replay_of(session, check.model_name),
            "inputs": drift_view(check.drift, "input"),
            "outputs": drift_view(check.drift, "output"),
            "quality": _quality(check.quality),
        }
    )


def quality_over_time(
    session: Session,
    model: str,
    *,
    first: date,
    last: date,
    interval: Interval,
    version: int | None,
) -> schemas.QualityOverTime:
    """Raises ModelAbsent."""
    row = get_model(session, model)
    days = queries.live_days(session, model=model, first=first, last=last, version=version)
    versions = _versions_by_day(session, model, first, last)
    headline, promised = _promise(session, model)
    return schemas.QualityOverTime(
        model=model,
        replay=replay_of(session, model),
        task=row.task,
        headline=headline,
        promised=promised,
        interval=interval,
        periods=[
            schemas.QualityPeriod(
                start=period.start,
                end=period.end,
                versions=sorted(
                    {v for day, v in versions if period.start <= day < period.end}
                    if version is None
                    else {version}
                ),
                quality=_window(period.quality),
            )
            for period in periods(row.task, days, interval)
        ],
    )


def _versions_by_day(
    session: Session, model: str, first: date, last: date
) -> set[tuple[date, int]]:
    rows = quality_days(session, model=model, first=first, last=last)
    return {(row.day, row.version) for row in rows if row.variant not in NOT_LIVE}


def _promise(session: Session, model: str) -> tuple[str | None, float | None]:
    serving = champion(session, model)
    evaluation = get_version(session, model, serving).evaluation if serving else None
    if not evaluation:
        return None, None
    headline = evaluation["headline"]
    values = {metric["name"]: metric["value"] for metric in evaluation["metrics"]}
    return headline, values.get(headline)


def _window(found: CoreWindowQuality) -> schemas.WindowQuality:
    return schemas.WindowQuality(
        rows=found.rows,
        truths=found.truths,
        truth_coverage=found.truth_coverage,
        figures=[_figure(figure) for figure in found.figures],
        slices=[
            schemas.SliceQuality(
                column=part.column, value=part.value, figure=_figure(part.figure), worse=part.worse
            )
            for part in found.slices
        ],
        labels=[_figure(figure) for figure in found.labels],
    )


def _figure(figure: Figure) -> schemas.MeasuredFigure:
    value = figure.value if isfinite(figure.value) else None
    return schemas.MeasuredFigure(
        name=figure.name, value=value, lower=figure.lower, upper=figure.upper, rows=figure.rows
    )


def drift_view(stored: Mapping[str, Any], side: str) -> dict[str, Any] | None:
    """``side`` is ``input`` or ``output``; None where nothing was compared."""
    report = stored.get(f"{side}s")
    if report is None:
        return None
    references, counts = stored[f"{side}_reference"], stored[f"{side}_counts"]["columns"]
    features = [
        {
            **feature,
            "flagged": feature["severity"] in ("moderate", "serious"),
            "histogram": _histogram(references, counts, feature["name"]),
        }
        for feature in report["features"]
    ]
    return {**report, "features": sorted(features, key=_seriousness)}


def _seriousness(feature: Mapping[str, Any]) -> tuple[int, float]:
    likely = feature["adjusted_exceedance"]
    return WORST_FIRST.index(feature["severity"]), 1.0 if likely is None else likely


def _histogram(
    references: Mapping[str, Any], counts: Mapping[str, Any], name: str
) -> schemas.Histogram | None:
    if name not in counts:
        return None
    found = histogram(read_profile(references[name]), read_counts(counts[name]))
    return schemas.Histogram.model_validate(found)


def _quality(stored: Mapping[str, Any]) -> dict[str, Any]:
    window: Mapping[str, Any] = stored["window"]
    rows: Sequence[Any] = window["figures"]
    coverage = window["truths"] / window["rows"] if window["rows"] else None
    return {
        "window": {**window, "figures": rows, "truth_coverage": coverage},
        "promise": stored["promise"],
        "expected": stored["expected"],
        "expected_because": stored["expected_refused"],
        "concept_drift": stored["concept_drift"],
        "concept_drift_reason": stored["concept_drift_reason"],
    }
