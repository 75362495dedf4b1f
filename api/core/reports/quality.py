"""How good a model was in a window, beside its card and beside the window before."""

from collections.abc import Iterable

import msgspec
from sqlalchemy.orm import Session

from api.artifact.documents import Evaluation, Metric
from api.core.models.queries import get_version
from api.core.reports.rules import verdict
from api.core.reports.scores import (
    Judged,
    Sum,
    change_interval,
    estimate,
    judge,
    mean,
)
from api.core.reports.traffic import Window, rows_between
from api.core.reports.types import (
    Better,
    Promise,
    Quality,
    Score,
    ScoreDay,
    VersionScore,
)
from api.core.reports.wording import METRICS
from monitoring.quality.cluster_mean import mean_change

_BETTER: dict[str, Better] = {"accuracy": "higher", "coverage": "target"}
"""Metrics of which less is not better, where no card says so."""


def quality(
    session: Session, window: Window, judged: Judged, champion: int | None, rows: int
) -> Quality:
    """``rows`` is how many there were, with truth or without."""
    before = judge(session, window.before)
    card = _evaluation(session, window.model, champion)
    names = list(dict.fromkeys(entry.metric for entry in judged.sums))
    headline = card.headline if card and card.headline in names else next(iter(names), None)
    promised = {metric.name: metric for metric in card.metrics} if card else {}
    of_headline = [entry for entry in judged.sums if entry.metric == headline]
    return Quality(
        headline=headline,
        scores=tuple(_score(n, judged.sums, before.sums, promised.get(n)) for n in names),
        versions=_by_version(of_headline),
        days=_by_day(of_headline),
        rows_with_truth=judged.truths.total(),
        truth_share=_share(judged, rows),
        truth_share_before=_share(before, rows_between(session, window.before)),
    )


def _score(name: str, sums: Iterable[Sum], before: Iterable[Sum], card: Metric | None) -> Score:
    now = mean(entry for entry in sums if entry.metric == name)
    then = mean(entry for entry in before if entry.metric == name)
    lower, upper = change_interval(mean_change(now, then))
    better = card.better if card else _BETTER.get(name, "lower")
    live = estimate(now)
    if live is None:
        raise LookupError(f"{name} was measured on no rows")
    promise = Promise(card.value, *card.interval) if card else None
    return Score(
        name=name,
        title=card.title if card else METRICS[name],
        better=better,
        unit=card.unit if card else "",
        live=live,
        promised=promise,
        before=estimate(then),
        change_lower=lower,
        change_upper=upper,
        verdict=verdict(better, live, promise),
    )


def _by_version(sums: list[Sum]) -> tuple[VersionScore, ...]:
    """Newest first."""
    found = []
    for version in sorted({entry.version for entry in sums}, reverse=True):
        live = estimate(mean(entry for entry in sums if entry.version == version))
        if live is not None:
            found.append(VersionScore(version, live))
    return tuple(found)


def _by_day(sums: list[Sum]) -> tuple[ScoreDay, ...]:
    days = sorted({entry.day for entry in sums})
    means = [(day, mean(entry for entry in sums if entry.day == day)) for day in days]
    return tuple(ScoreDay(day.date(), found.value, found.rows) for day, found in means)


def _share(judged: Judged, rows: int) -> float | None:
    return judged.truths.total() / rows if rows else None


def _evaluation(session: Session, model: str, champion: int | None) -> Evaluation | None:
    if champion is None:
        return None
    sealed = get_version(session, model, champion).evaluation
    return None if sealed is None else msgspec.convert(sealed, Evaluation)
