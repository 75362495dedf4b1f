"""Change who serves. Each change asks the rules, is audited, and is seen by the data plane."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core import audit, serving_revision
from api.core.models.queries import get_version
from api.core.rollouts.queries import champion, standing
from api.core.rollouts.rules import (
    Step,
    next_stage,
    require_promotable,
    require_proposable,
    require_reversible,
)
from api.core.rollouts.types import Stage
from api.core.tables import Model, Rollout


def propose(
    session: Session, *, model: str, version: int, actor: str, reason: str, now: datetime
) -> Rollout:
    """Open a rollout that gets no traffic yet.

    Raises an error of kind not_found for an unknown version, RolloutRefused when the version serves
    or is proposed already.
    """
    get_version(session, model, version)
    _lock(session, model)
    current = standing(session, model)
    require_proposable(current, version)
    rollout = _insert(session, model, version, current.champion, reason, now)
    _record(session, "propose", rollout, actor, reason, now, before=current.champion)
    return rollout


def promote(
    session: Session, *, model: str, version: int, actor: str, reason: str, now: datetime
) -> Rollout:
    """Give a version all live traffic, superseding the champion.

    Raises an error of kind not_found for an unknown version, RolloutRefused when the version is the
    champion already or the champion changed while this was being decided.
    """
    get_version(session, model, version)
    seen = champion(session, model)
    _lock(session, model)
    current = standing(session, model)
    require_promotable(current, version, seen_champion=seen)
    rollout = _in_stage(session, model, Stage.PROPOSED, version=version)
    if rollout is None:
        rollout = _insert(session, model, version, current.champion, reason, now)
    serving = _in_stage(session, model, Stage.PROMOTED)
    if serving is not None:
        _step(session, serving, Step.SUPERSEDE, now)
    rollout.previous_version = current.champion
    rollout.reason = reason
    _step(session, rollout, Step.PROMOTE, now)
    _record(session, "promote", rollout, actor, reason, now, before=current.champion)
    return rollout


def roll_back(session: Session, *, model: str, actor: str, reason: str, now: datetime) -> Rollout:
    """Return to the version that the champion replaced; the answer is its rollout.

    Raises RolloutRefused when there is none.
    """
    seen = champion(session, model)
    _lock(session, model)
    current = standing(session, model)
    version = require_reversible(current, seen_champion=seen)
    serving = _in_stage(session, model, Stage.PROMOTED)
    restored = _in_stage(session, model, Stage.SUPERSEDED, version=version)
    if serving is None or restored is None:
        raise LookupError(f"the rollouts of {model} contradict their own standing {current}")
    _step(session, serving, Step.ROLL_BACK, now)
    serving.reason = reason
    _step(session, restored, Step.RESTORE, now)
    _record(session, "roll_back", restored, actor, reason, now, before=current.champion)
    return restored


def reject(
    session: Session, *, model: str, version: int, actor: str, reason: str, now: datetime
) -> Rollout | None:
    """Close an open proposal with the reason; None when there is none."""
    _lock(session, model)
    rollout = _in_stage(session, model, Stage.PROPOSED, version=version)
    if rollout is None:
        return None
    rollout.reason = reason
    _step(session, rollout, Step.REJECT, now)
    serving = champion(session, model)
    _record(session, "reject", rollout, actor, reason, now, before=serving)
    return rollout


def _lock(session: Session, model: str) -> None:
    """One change at a time to a model: its row is the lock."""
    statement = select(Model.name).where(Model.name == model).with_for_update()
    session.execute(statement).all()


def _in_stage(
    session: Session, model: str, stage: Stage, *, version: int | None = None
) -> Rollout | None:
    """The newest rollout in a stage."""
    statement = select(Rollout).where(Rollout.model_name == model, Rollout.stage == stage.value)
    if version is not None:
        statement = statement.where(Rollout.version == version)
    statement = statement.order_by(Rollout.id.desc()).limit(1)
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def _insert(
    session: Session, model: str, version: int, previous: int | None, reason: str, now: datetime
) -> Rollout:
    rollout = Rollout(
        model_name=model,
        version=version,
        previous_version=previous,
        stage=Stage.PROPOSED.value,
        weight=0.0,
        reason=reason,
        created_at=now,
        updated_at=now,
    )
    session.add(rollout)
    session.flush()
    return rollout


def _step(session: Session, rollout: Rollout, step: Step, now: datetime) -> None:
    """Flushed at once: the index that allows one champion a model must see each step by itself."""
    stage = next_stage(Stage(rollout.stage), step)
    rollout.stage = stage.value
    rollout.weight = 1.0 if stage is Stage.PROMOTED else 0.0
    rollout.updated_at = now
    session.flush()


def _record(
    session: Session,
    action: str,
    rollout: Rollout,
    actor: str,
    reason: str,
    now: datetime,
    *,
    before: int | None,
) -> None:
    serving = champion(session, rollout.model_name)
    audit.record(
        session,
        now=now,
        actor=actor,
        action=f"rollout.{action}",
        subject=f"model:{rollout.model_name}",
        before={"champion": before},
        after={"champion": serving, "version": rollout.version, "rollout": rollout.id},
        reason=reason,
    )
    if serving != before:
        serving_revision.bump(session)
