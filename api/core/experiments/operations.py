"""Change experiments. Each change is audited, and seen by the data plane where traffic changes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core import audit, serving_revision
from api.core.audit_actions import AuditAction
from api.core.experiments import queries
from api.core.experiments.ending import end, plan_of
from api.core.experiments.plan_rules import require_consistent
from api.core.experiments.results import Result
from api.core.experiments.rules import ExperimentRefused, Step, next_status, require_startable
from api.core.experiments.types import RULES, Plan, Status
from api.core.models.clock import model_now
from api.core.models.queries import get_model, require_live
from api.core.tables import Experiment, ExperimentAllocation, ExperimentLook, Model


def create(
    session: Session,
    *,
    model: str,
    name: str,
    plan: Plan,
    actor: str,
    reason: str,
    now: datetime,
) -> Experiment:
    """Keep a draft, which changes nothing yet.

    Raises an error of kind not_found for an unknown model or version, PlanRefused for a plan that
    contradicts itself or the model.
    """
    get_model(session, model)
    require_live(session, model)
    require_consistent(plan, queries.schemas(session, model, (arm.version for arm in plan.arms)))
    experiment = Experiment(
        model_name=model,
        name=name,
        plan=_document(plan),
        status=Status.DRAFT.value,
        revision=0,
        created_at=model_now(session, model, now),
        created_by=actor,
        reason=reason,
    )
    session.add(experiment)
    session.flush()
    _record(
        session, experiment, "create", actor=actor, reason=reason, now=now, plan=experiment.plan
    )
    return experiment


def take(
    session: Session,
    *,
    experiment_id: int,
    step: Step,
    seen_revision: int | None,
    actor: str,
    reason: str,
    now: datetime,
) -> Experiment:
    """Start, stop or discard an experiment; ``seen_revision`` is the one it was decided on.

    Raises ExperimentAbsent, or ExperimentRefused with what happened meanwhile or what forbids it.
    """
    experiment = _locked(session, experiment_id)
    _require_seen(experiment, seen_revision)
    if step is Step.START:
        _start(session, experiment, actor=actor, reason=reason, now=now)
        serving_revision.bump(session)
        return experiment
    end(session, experiment, step, actor=actor, reason=reason, now=now)
    if step is Step.STOP:
        serving_revision.bump(session)
    return experiment


def record_look(
    session: Session,
    *,
    experiment_id: int,
    result: Result,
    as_of: datetime,
    now: datetime,
    shares: Mapping[str, float] | None = None,
    why: str = "",
) -> bool:
    """Keep what was seen; stop the experiment where a rule says so, or else set new ``shares``.

    False, and nothing is kept, when it was stopped meanwhile: of a rule and a person one wins.
    """
    experiment = _locked(session, experiment_id)
    if experiment.status != Status.RUNNING.value:
        return False
    session.add(
        ExperimentLook(
            experiment_id=experiment.id,
            at=as_of,
            decision=result.decision,
            result=_document(result),
        )
    )
    session.flush()
    if result.stops is not None and plan_of(experiment).stops_itself:
        end(session, experiment, Step.STOP, actor=RULES, reason=result.stops, now=now)
        serving_revision.bump(session)
    elif shares is not None and _newest(session, experiment) == result.allocation:
        number = result.allocation + 1
        _allocate(session, experiment, number, shares, reason=why, now=now)
        serving_revision.bump(session)
    return True


def _start(
    session: Session, experiment: Experiment, *, actor: str, reason: str, now: datetime
) -> None:
    status = next_status(Status(experiment.status), Step.START)
    plan = plan_of(experiment)
    require_startable(plan, queries.surroundings(session, experiment.model_name))
    experiment.status = status.value
    experiment.revision += 1
    started_at = model_now(session, experiment.model_name, now)
    experiment.started_at, experiment.started_by = started_at, actor
    experiment.start_reason = reason
    session.flush()
    _allocate(session, experiment, 1, plan.shares, reason="the plan's shares", now=now)
    _record(session, experiment, Step.START, actor=actor, reason=reason, now=now)


def _allocate(
    session: Session,
    experiment: Experiment,
    number: int,
    shares: Mapping[str, float],
    *,
    reason: str,
    now: datetime,
) -> None:
    at = model_now(session, experiment.model_name, now)
    session.add(
        ExperimentAllocation(
            experiment_id=experiment.id, number=number, at=at, shares=dict(shares), reason=reason
        )
    )
    session.flush()
    if number > 1:
        _record(
            session,
            experiment,
            "allocate",
            actor=RULES,
            reason=reason,
            now=now,
            shares=dict(shares),
        )


def _newest(session: Session, experiment: Experiment) -> int:
    """Number of the newest allocation: another look may have made one meanwhile."""
    return queries.allocations(session, experiment.id)[-1].number


def _record(
    session: Session,
    experiment: Experiment,
    action: str,
    *,
    actor: str,
    reason: str,
    now: datetime,
    **told: dict[str, Any],
) -> None:
    audit.record(
        session,
        now=now,
        actor=actor,
        action=cast(AuditAction, f"experiment.{action}"),
        subject=f"model:{experiment.model_name}",
        after={
            "experiment": experiment.id,
            "name": experiment.name,
            "status": experiment.status,
            **told,
        },
        reason=reason,
    )


def _locked(session: Session, experiment_id: int) -> Experiment:
    """With the model's row locked, as every change of a model's traffic locks it."""
    model = queries.get_experiment(session, experiment_id).model_name
    session.execute(select(Model.name).where(Model.name == model).with_for_update()).all()
    return queries.get_experiment(session, experiment_id)


def _require_seen(experiment: Experiment, seen_revision: int | None) -> None:
    """Of two people who act at once, the second must decide again."""
    if seen_revision is None or seen_revision == experiment.revision:
        return
    by, at, why = experiment.stopped_by, experiment.stopped_at, experiment.stop_reason
    if by is None:
        by, at, why = experiment.started_by, experiment.started_at, experiment.start_reason
    raise ExperimentRefused(
        f"the experiment {experiment.name!r} has changed since you looked and is now "
        f"{experiment.status} ({by}, {at:%Y-%m-%d %H:%M} UTC: {why}): look again and decide anew"
    )


def _document(value: Plan | Result) -> dict[str, Any]:
    """As the database keeps it: plain JSON, a number that is none as null."""
    document: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(value))
    return document
