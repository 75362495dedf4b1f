"""All models and what they need, of the newest rows alone: a fixed number of queries."""

from datetime import datetime
from math import isfinite
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from api.artifact.documents import Evaluation, Metric
from api.core.jobs.types import JobState
from api.core.models.queries import get_versions, list_models
from api.core.overview import queries
from api.core.overview.queries import AlertCounts
from api.core.overview.rules import Facts, Reason, reasons, urgency
from api.core.predictions.queries import LiveRequests, live_requests
from api.core.rollouts.decisions import AWAITS_A_PERSON
from api.core.tables import Check, Job, Model, ModelVersion, Rollout, TrainingRun
from api.http.schemas import overview as schemas

ENOUGH_ROWS = 500
"""Answered in a window, of which some truth should be known."""
_BAD = {JobState.FAILED.value, JobState.DEAD.value}


def overview(session: Session, now: datetime) -> schemas.Overview:
    champions, trials = queries.rollouts_now(session)
    versions = get_versions(session, {name: row.version for name, row in champions.items()})
    checks = queries.newest_checks(session)
    trainings = queries.newest_trainings(session)
    alerts = queries.alert_counts(session)
    live = live_requests(session, now=now)
    found: list[tuple[list[Reason], dict[str, Any]]] = []
    for model in list_models(session):
        name = model.name
        check, training = checks.get(name), trainings.get(name)
        counts = alerts.get(name, AlertCounts())
        champion, trial = champions.get(name), trials.get(name)
        why = list(reasons(_facts(champion, trial, check, training, counts)))
        shown = {
            **_model(model),
            "attention": why,
            "serves": _serves(champion),
            "trial": _trial(trial),
            "checked_at": check and check.at,
            "quality": check and _quality(check, versions.get(name)),
            "drift": check and {"severity": check.drift_severity, "reason": check.drift_reason},
            "last_training": training and _training(*training),
            "alerts": counts,
            "live": live.get(name, LiveRequests(last_24_hours=0, per_minute=0.0)),
        }
        found.append((why, shown))
    found.sort(key=lambda each: (urgency(each[0]), each[1]["name"]))
    return schemas.Overview.model_validate(
        {
            "models": [shown for _, shown in found],
            "elsewhere": alerts.get(None, AlertCounts()),
        }
    )


def _facts(
    champion: Rollout | None,
    trial: Rollout | None,
    check: Check | None,
    training: tuple[TrainingRun, Job] | None,
    alerts: AlertCounts,
) -> Facts:
    window = check.quality["window"] if check else {"rows": 0, "truths": 0}
    deciding = [rollout for rollout in (champion, trial) if rollout is not None]
    return Facts(
        serves=champion is not None,
        serious_alerts=alerts.open_serious,
        moderate_alerts=alerts.open_moderate,
        failing_jobs=alerts.about_jobs,
        drift=check.drift_severity if check else None,
        quality=check.quality_severity if check else None,
        awaits_approval=any(awaits_approval(rollout) for rollout in deciding),
        paused=any(rollout.paused_at is not None for rollout in deciding),
        training_failed=training is not None and training[1].state in _BAD,
        rows=window["rows"],
        truths=window["truths"],
        least_rows=ENOUGH_ROWS,
    )


def awaits_approval(rollout: Rollout) -> bool:
    return not rollout.approved and (rollout.waits_for or "").startswith(AWAITS_A_PERSON)


def _model(model: Model) -> dict[str, Any]:
    return {"name": model.name, "title": model.title, "recipe": model.recipe}


def _serves(champion: Rollout | None) -> dict[str, Any] | None:
    if champion is None:
        return None
    return {
        "version": champion.version,
        "since": champion.stage_since,
        "stage": champion.stage,
        "probation_until": champion.probation_until,
    }


def _trial(trial: Rollout | None) -> dict[str, Any] | None:
    if trial is None:
        return None
    return {
        "rollout_id": trial.id,
        "version": trial.version,
        "stage": trial.stage,
        "weight": trial.weight,
        "since": trial.stage_since,
        "paused": trial.paused_at is not None,
        "awaits_approval": awaits_approval(trial),
        "waits_for": trial.waits_for,
        "waits_until": trial.waits_until,
    }


def _training(run: TrainingRun, job: Job) -> dict[str, Any]:
    return {
        "id": run.id,
        "state": job.state,
        "version": run.version,
        "created_at": job.created_at,
        "error": job.error,
    }


def _quality(check: Check, champion: ModelVersion | None) -> dict[str, Any]:
    headline = _headline(champion)
    window = check.quality["window"]
    figures = {figure["name"]: figure for figure in window["figures"]}
    rows, truths = window["rows"], window["truths"]
    return {
        "severity": check.quality_severity,
        "reason": check.quality_reason,
        "promised": headline and headline.value,
        "headline": headline and headline.name,
        "title": headline and headline.title,
        "better": headline and headline.better,
        "unit": headline.unit if headline else "",
        "figure": _finite(figures.get(headline.name)) if headline else None,
        "rows": rows,
        "truths": truths,
        "truth_coverage": truths / rows if rows else None,
    }


def _finite(figure: dict[str, Any] | None) -> dict[str, Any] | None:
    """A figure of too few rows is stored as NaN, which is no JSON."""
    if figure is None:
        return None
    value: float | None = figure["value"]
    return {**figure, "value": value if value is not None and isfinite(value) else None}


def _headline(version: ModelVersion | None) -> Metric | None:
    if version is None or version.evaluation is None:
        return None
    evaluation = msgspec.convert(version.evaluation, Evaluation)
    return next((m for m in evaluation.metrics if m.name == evaluation.headline), None)
