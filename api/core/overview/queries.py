"""The newest of everything, for all models at once: a fixed number of queries."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.core.alerts.types import AlertState
from api.core.rollouts.types import CHAMPION_STAGES, UNDER_WAY
from api.core.tables import Alert, Check, Job, Rollout, TrainingRun


@dataclass(frozen=True)
class AlertCounts:
    """Unresolved ones."""

    open_serious: int = 0
    open_moderate: int = 0
    acknowledged: int = 0
    about_jobs: int = 0
    """Counted here alone, open or acknowledged: a job of the kind that fails until one succeeds."""


def alert_counts(session: Session) -> dict[str | None, AlertCounts]:
    """By model; None is those about no model."""
    is_open = Alert.state == AlertState.OPEN.value
    serious = Alert.severity == "serious"
    statement = (
        select(
            Alert.model_name,
            func.count().filter(is_open, serious, Alert.kind != "job"),
            func.count().filter(is_open, ~serious, Alert.kind != "job"),
            func.count().filter(Alert.state == AlertState.ACKNOWLEDGED.value, Alert.kind != "job"),
            func.count().filter(Alert.kind == "job"),
        )
        .where(Alert.state != AlertState.RESOLVED.value)
        .group_by(Alert.model_name)
    )
    return {model: AlertCounts(*counts) for model, *counts in session.execute(statement)}


def newest_checks(session: Session) -> dict[str, Check]:
    newest = select(func.max(Check.id)).group_by(Check.model_name)
    found = session.scalars(select(Check).where(Check.id.in_(newest)))
    return {check.model_name: check for check in found}


def newest_trainings(session: Session) -> dict[str, tuple[TrainingRun, Job]]:
    newest = select(func.max(TrainingRun.id)).group_by(TrainingRun.model_name)
    statement = (
        select(TrainingRun, Job)
        .join(Job, Job.id == TrainingRun.job_id)
        .where(TrainingRun.id.in_(newest))
    )
    return {run.model_name: (run, job) for run, job in session.execute(statement)}


def rollouts_now(session: Session) -> tuple[dict[str, Rollout], dict[str, Rollout]]:
    """By model: the champion's, and the one that is under way beside it."""
    stages = [stage.value for stage in CHAMPION_STAGES | UNDER_WAY]
    champions: dict[str, Rollout] = {}
    trials: dict[str, Rollout] = {}
    for rollout in session.scalars(select(Rollout).where(Rollout.stage.in_(stages))):
        kept = champions if rollout.stage in CHAMPION_STAGES else trials
        kept[rollout.model_name] = rollout
    return champions, trials
