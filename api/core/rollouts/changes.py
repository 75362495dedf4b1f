"""The writes that every change of a rollout is made of: lock, insert, step, record."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core import audit, serving_revision
from api.core.audit_actions import AuditAction
from api.core.experiments import ending
from api.core.models.queries import require_live
from api.core.rollouts import queries
from api.core.rollouts.rules import Step, next_stage
from api.core.rollouts.traffic import Traffic
from api.core.rollouts.types import CHAMPION_STAGES, Stage
from api.core.tables import Model, Rollout, RolloutTransition

_TAKEN_BACK = frozenset({Stage.REJECTED, Stage.ROLLED_BACK, Stage.ABORTED})


@dataclass(frozen=True)
class Change:
    """Who changes something, why, when and on what evidence."""

    actor: str
    reason: str
    now: datetime
    """By the model's clock."""
    recorded_at: datetime
    """By the wall's, as the audit has it."""
    evidence: dict[str, Any] | None = None


def lock(session: Session, model: str) -> None:
    """One change at a time to a model: its row is the lock. Raises ModelIsReplay."""
    require_live(session, model)
    statement = select(Model.name).where(Model.name == model).with_for_update()
    session.execute(statement).all()


def in_stage(
    session: Session, model: str, *stages: Stage, version: int | None = None
) -> Rollout | None:
    """The newest rollout in one of the stages."""
    statement = select(Rollout).where(
        Rollout.model_name == model, Rollout.stage.in_([stage.value for stage in stages])
    )
    if version is not None:
        statement = statement.where(Rollout.version == version)
    statement = statement.order_by(Rollout.id.desc()).limit(1)
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def insert(
    session: Session, model: str, version: int, previous: int | None, change: Change
) -> Rollout:
    rollout = Rollout(
        model_name=model,
        version=version,
        previous_version=previous,
        stage=Stage.PROPOSED.value,
        weight=0.0,
        reason=change.reason,
        revision=0,
        stage_since=change.now,
        held_seconds=0.0,
        approved=False,
        created_at=change.now,
        updated_at=change.now,
    )
    session.add(rollout)
    session.flush()
    _keep(session, rollout, Step.PROPOSE, None, change)
    return rollout


def step(
    session: Session, rollout: Rollout, taken: Step, change: Change, *, weight: float = 0.0
) -> None:
    """``weight`` is that of a canary.

    Flushed at once: the indexes that allow one champion and one candidate a model must see each
    step by itself.
    """
    before = Stage(rollout.stage)
    after = next_stage(before, taken)
    if taken is Step.PAUSE:
        rollout.paused_at = change.now
    elif taken is Step.RESUME:
        _resume(rollout, change.now)
    elif taken is Step.APPROVE:
        rollout.approved = True
    else:
        _enter(rollout, after, weight, change.now)
    rollout.revision += 1
    rollout.reason = change.reason
    rollout.waits_for = rollout.waits_until = None
    rollout.evidence = rollout.evidence_at = None
    rollout.updated_at = change.now
    session.flush()
    _keep(session, rollout, taken, before, change)
    _end_experiment(session, rollout, before, after, change)


def record(
    session: Session, action: str, rollout: Rollout, change: Change, *, before: Traffic
) -> None:
    """One audit entry for the whole change; the data plane is told when its traffic changed."""
    after = queries.model_traffic(session, rollout.model_name)
    audit.record(
        session,
        now=change.recorded_at,
        actor=change.actor,
        action=cast(AuditAction, f"rollout.{action}"),
        subject=f"model:{rollout.model_name}",
        before={"champion": before.champion},
        after={
            "champion": after.champion,
            "version": rollout.version,
            "rollout": rollout.id,
            "stage": rollout.stage,
            "weight": rollout.weight,
        },
        reason=change.reason,
    )
    if after != before:
        serving_revision.bump(session)


def _enter(rollout: Rollout, stage: Stage, weight: float, now: datetime) -> None:
    rollout.stage = stage.value
    serves = stage in CHAMPION_STAGES
    rollout.weight = 1.0 if serves else weight if stage is Stage.CANARY else 0.0
    rollout.stage_since = now
    rollout.paused_at = None
    rollout.held_seconds = 0.0
    rollout.approved = False
    rollout.probation_until = None


def _resume(rollout: Rollout, now: datetime) -> None:
    if rollout.paused_at is not None:
        rollout.held_seconds += (now - rollout.paused_at) / timedelta(seconds=1)
    rollout.paused_at = None


def _keep(
    session: Session, rollout: Rollout, taken: Step, before: Stage | None, change: Change
) -> None:
    session.add(
        RolloutTransition(
            rollout_id=rollout.id,
            model_name=rollout.model_name,
            version=rollout.version,
            revision=rollout.revision,
            at=change.now,
            step=taken.value,
            from_stage=None if before is None else before.value,
            to_stage=rollout.stage,
            weight=rollout.weight,
            actor=change.actor,
            reason=change.reason,
            evidence=change.evidence,
        )
    )
    session.flush()


def _end_experiment(
    session: Session, rollout: Rollout, before: Stage, after: Stage, change: Change
) -> None:
    """Users must not go on meeting a version that was taken back, nor arms that were compared
    with another champion: the experiment ends in the same transaction."""
    became_champion = after is Stage.PROMOTED and before is not Stage.PROMOTED
    if not became_champion and after not in _TAKEN_BACK:
        return
    ending.end_of_model(
        session,
        model=rollout.model_name,
        what=f"version {rollout.version} was {after.replace('_', ' ')}",
        actor=change.actor,
        reason=change.reason,
        now=change.recorded_at,
        only_with=None if became_champion else rollout.version,
    )
