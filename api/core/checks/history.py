"""What was repaired before, and what is under way: from the rows that say so."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.jobs.types import FINAL_STATES
from api.core.policies.observations import PastRepair, Repair, RepairHistory
from api.core.rollouts.queries import open_states
from api.core.rollouts.rules import worded
from api.core.rollouts.types import CHAMPION_STAGES
from api.core.tables import Job, TrainingRun

RECALIBRATE = "recalibrate"
_OVER = [state.value for state in FINAL_STATES]


def repair_history(
    session: Session, *, model: str, trained_at: datetime, now: datetime
) -> RepairHistory:
    """Repairs asked for up to ``now`` by the model's clock: what was done by the wall's before a
    replay began is none of its past."""
    statement = select(TrainingRun.created_at, TrainingRun.parameters).where(
        TrainingRun.model_name == model, TrainingRun.created_at <= now
    )
    return RepairHistory(
        trained_at=min(trained_at, now),
        repairs=tuple(
            PastRepair(at, _repair(parameters)) for at, parameters in session.execute(statement)
        ),
        under_way=_training(session, model) or _trial(session, model),
    )


def _repair(parameters: dict[str, object]) -> Repair:
    is_line = parameters.get("method") == RECALIBRATE
    return Repair.RECALIBRATE if is_line else Repair.RETRAIN


def _training(session: Session, model: str) -> str | None:
    statement = (
        select(TrainingRun.id)
        .join(Job, Job.id == TrainingRun.job_id)
        .where(TrainingRun.model_name == model, Job.state.not_in(_OVER))
        .limit(1)
    )
    run = session.scalar(statement)
    return None if run is None else f"training run {run} has not ended"


def _trial(session: Session, model: str) -> str | None:
    tried = [s for s in open_states(session, model) if s.stage not in CHAMPION_STAGES]
    if not tried:
        return None
    newest = tried[-1]
    return f"version {newest.version} is {worded(newest.stage)}"
