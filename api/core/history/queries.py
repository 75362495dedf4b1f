from datetime import datetime
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.core.errors import FarolError, Kind
from api.core.history.types import REPLAY_MODEL, Extent, Plan, Situation
from api.core.jobs.types import FINAL_STATES, JobState
from api.core.tables import (
    Alert,
    Check,
    History,
    Job,
    Outcome,
    Prediction,
    PredictionDay,
    QualityDay,
    ServingRollup,
)

_OVER = frozenset(state.value for state in FINAL_STATES)


class HistoryAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


class HistoryGoing(FarolError):
    """It is being removed, or is gone already: nothing of it is loaded any more."""

    kind: ClassVar[Kind] = "conflict"


def situation(session: Session) -> Situation:
    history = session.get(History, REPLAY_MODEL, populate_existing=True)
    if history is None:
        return Situation("absent", None, None)
    going = history.removal_job_id is not None
    job = session.get_one(Job, history.removal_job_id or history.load_job_id)
    if going:
        return Situation("stopped" if job.state in _OVER else "removing", history, job)
    if job.state not in _OVER:
        return Situation("loading", history, job)
    succeeded = job.state == JobState.SUCCEEDED.value
    return Situation("loaded" if succeeded else "stopped", history, job)


def get(session: Session, model: str) -> History:
    """Raises HistoryAbsent."""
    history = session.get(History, model, populate_existing=True)
    if history is None:
        raise HistoryAbsent(f"no history of {model} is loaded")
    return history


def to_load(session: Session, model: str) -> History:
    """Locked until the end of the transaction. Raises HistoryGoing when it is to be removed, which
    keeps a load that was overtaken from writing what nobody would take away."""
    statement = select(History).where(History.model_name == model).with_for_update()
    found = session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None or found.removal_job_id is not None:
        raise HistoryGoing(f"the history of {model} is being removed")
    return found


def plan_of(history: History) -> Plan:
    return Plan(history.starts_at, history.ends_at, history.shifted_weeks)


def replay_of(session: Session, model: str) -> History | None:
    """None for a model whose rows are real."""
    return session.get(History, model)


def extent(session: Session, model: str) -> Extent:
    """What bears the model's name."""

    def rows(table: type[Prediction | ServingRollup | QualityDay | Check | Alert | Outcome]) -> int:
        statement = select(func.count()).select_from(table).where(table.model_name == model)
        return session.scalars(statement).one()

    return Extent(
        predictions=rows(Prediction),
        truths=rows(Outcome),
        rollups=rows(ServingRollup),
        days=rows(QualityDay),
        checks=rows(Check),
        alerts=rows(Alert),
    )


def real_predictions(session: Session, base_model: str, plan: Plan) -> int:
    """Rows of the base model about the days that a history shows: with many it is not needed."""
    statement = select(func.coalesce(func.sum(PredictionDay.rows), 0)).where(
        PredictionDay.model_name == base_model, PredictionDay.day >= plan.starts_at.date()
    )
    return int(session.scalars(statement).one())


def checked_until(session: Session, model: str) -> datetime | None:
    return session.scalar(select(func.max(Check.at)).where(Check.model_name == model))
