"""How good a model was in a window, beside its card and beside the window before.

Of the measured days that the window touches, each as a whole.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from math import hypot

import msgspec
from sqlalchemy.orm import Session

from api.artifact.documents import Evaluation, Metric
from api.core.checks.days import quality_days
from api.core.checks.figures import Figure, window_quality
from api.core.checks.quality import PROMISES
from api.core.checks.queries import live_days
from api.core.models.queries import get_model, get_version
from api.core.reports.rules import verdict
from api.core.reports.traffic import Window
from api.core.reports.types import (
    Better,
    Estimate,
    Promise,
    Quality,
    Score,
    ScoreDay,
    VersionScore,
)
from api.core.reports.wording import METRICS
from monitoring.quality.sums import QualitySums

Days = Mapping[date, QualitySums]
_BETTER: dict[str, Better] = {"accuracy": "higher", "auc": "higher", "coverage": "target",
                              "calibration_shift": "target"}  # fmt: skip
"""Metrics of which less is not better, where no card says so."""


def quality(session: Session, window: Window, champion: int | None) -> Quality:
    """Of the days as they were last measured."""
    task = get_model(session, window.model).task
    days, days_before = _live(session, window), _live(session, window.before)
    figures, then = _figures(task, days), _figures(task, days_before)
    card = _evaluation(session, window.model, champion)
    promised = {metric.name: metric for metric in card.metrics} if card else {}
    headline = _headline(task, figures, card)
    return Quality(
        headline=headline,
        scores=tuple(
            _score(figure, then.get(name), promised.get(name), len(_with_truth(days.values())))
            for name, figure in sorted(figures.items(), key=lambda entry: entry[0] != headline)
        ),
        versions=_versions(session, window, task, headline),
        days=_days(task, days, headline),
        rows=sum(day.rows for day in days.values()),
        rows_with_truth=sum(day.truths for day in days.values()),
        truth_share=_truth_share(days),
        truth_share_before=_truth_share(days_before),
    )


def truths_by_day(session: Session, window: Window) -> dict[date, int]:
    return {day: found.truths for day, found in _live(session, window).items()}


def _live(session: Session, window: Window, version: int | None = None) -> Days:
    return live_days(
        session,
        model=window.model,
        first=window.first_day,
        last=window.last_day,
        version=version,
    )


def _figures(task: str, days: Days) -> dict[str, Figure]:
    """By name; those that some truth has come for."""
    listed = _with_truth(days.values())
    if not listed:
        return {}
    return {figure.name: figure for figure in window_quality(task, listed).figures}


def _headline(task: str, figures: Mapping[str, Figure], card: Evaluation | None) -> str | None:
    """The card's, or the task's; None where it was not measured."""
    name = card.headline if card and card.headline in figures else PROMISES.get(task)
    return name if name in figures else None


def _with_truth(days: Iterable[QualitySums]) -> list[QualitySums]:
    return [day for day in days if day.truths]


def _score(figure: Figure, before: Figure | None, card: Metric | None, days: int) -> Score:
    better = card.better if card else _BETTER.get(figure.name, "lower")
    live = _estimate(figure, days)
    promise = Promise(card.value, *card.interval) if card else None
    lower, upper = _change(figure, before)
    return Score(
        name=figure.name,
        title=card.title if card else METRICS.get(figure.name, {"en": figure.name}),
        better=better,
        unit=card.unit if card else "",
        live=live,
        promised=promise,
        before=None if before is None else before.value,
        change_lower=lower,
        change_upper=upper,
        verdict=verdict(better, live, promise),
    )


def _change(now: Figure, before: Figure | None) -> tuple[float | None, float | None]:
    """Interval of the difference of two windows taken as independent."""
    if before is None or now.lower is None or now.upper is None:
        return None, None
    if before.lower is None or before.upper is None:
        return None, None
    margin = hypot(now.upper - now.lower, before.upper - before.lower) / 2
    change = now.value - before.value
    return change - margin, change + margin


def _versions(
    session: Session, window: Window, task: str, headline: str | None
) -> tuple[VersionScore, ...]:
    """Newest first; those that users were answered by, and whose truth has come."""
    rows = quality_days(session, model=window.model, first=window.first_day, last=window.last_day)
    found = []
    for version in sorted({row.version for row in rows}, reverse=True):
        days = _live(session, window, version)
        figure = _figures(task, days).get(headline or "")
        if figure is not None:
            estimate = _estimate(figure, len(_with_truth(days.values())))
            found.append(VersionScore(version, estimate))
    return tuple(found)


def _days(task: str, days: Days, headline: str | None) -> tuple[ScoreDay, ...]:
    found = []
    for day in sorted(days):
        figure = _figures(task, {day: days[day]}).get(headline or "")
        if figure is not None:
            found.append(ScoreDay(day, figure.value, figure.rows))
    return tuple(found)


def _estimate(figure: Figure, days: int) -> Estimate:
    return Estimate(figure.value, figure.lower, figure.upper, rows=figure.rows, days=days)


def _truth_share(days: Days) -> float | None:
    rows = sum(day.rows for day in days.values())
    return sum(day.truths for day in days.values()) / rows if rows else None


def _evaluation(session: Session, model: str, champion: int | None) -> Evaluation | None:
    if champion is None:
        return None
    sealed = get_version(session, model, champion).evaluation
    return None if sealed is None else msgspec.convert(sealed, Evaluation)
