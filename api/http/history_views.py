"""Histories as the API shows them, and the label of everything that comes from one."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.core.history import queries
from api.core.history.rules import plan_of
from api.core.history.types import BASE_MODEL, ONE_IN, REPLAY_MODEL, Plan, Situation
from api.core.rollouts.queries import champion
from api.core.tables import History
from api.http.schemas import history as schemas
from api.http.schemas.jobs import Job

_STILL = ("loaded", "stopped")


def history_state(session: Session, found: Situation, now: datetime) -> schemas.HistoryState:
    history = found.history
    plan = plan_of(now) if history is None else queries.plan_of(history)
    counted = queries.extent(session, REPLAY_MODEL) if found.status in _STILL else None
    return schemas.HistoryState(
        status=found.status,
        is_going=history is not None and history.removal_job_id is not None,
        replay=_planned(session, now) if history is None else _replay(history),
        loaded_until=None if history is None else history.loaded_until,
        predictions=0 if history is None else history.predictions,
        truths=0 if history is None else history.truths,
        real_predictions=queries.real_predictions(session, BASE_MODEL, plan),
        extent=None if counted is None else schemas.HistoryExtent.model_validate(counted),
        job=None if found.job is None else Job.model_validate(found.job),
    )


def replay_of(session: Session, model: str | None) -> schemas.Replay | None:
    """The label of what bears the model's name; null of what is real."""
    history = None if model is None else queries.replay_of(session, model)
    return None if history is None else _replay(history)


def _replay(history: History) -> schemas.Replay:
    return _label(queries.plan_of(history), history.base_version, history.one_in)


def _planned(session: Session, now: datetime) -> schemas.Replay:
    return _label(plan_of(now), champion(session, BASE_MODEL) or 0, ONE_IN)


def _label(plan: Plan, version: int, one_in: int) -> schemas.Replay:
    return schemas.Replay(
        recording="flights-2013",
        model=REPLAY_MODEL,
        base_model=BASE_MODEL,
        base_version=version,
        shifted_weeks=plan.shifted_weeks,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        recorded_from=plan.recorded_from,
        recorded_to=plan.recorded_to,
        one_in=one_in,
    )
