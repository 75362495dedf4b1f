"""Change who serves. Each change asks the rules, is audited, and is seen by the data plane.

Several candidates may be proposed; one at a time is tried. Whatever changes the champion ends the
trial of the candidate that was compared with the old one.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from api.core import outbox
from api.core.models.clock import model_now, set_clock
from api.core.models.queries import get_model, get_version, require_live
from api.core.policies.queries import current_policy
from api.core.policies.types import Policy
from api.core.rollouts import changes
from api.core.rollouts.changes import Change
from api.core.rollouts.decisions import Decision
from api.core.rollouts.evidence import Evidence
from api.core.rollouts.queries import (
    champion,
    get_rollout,
    model_traffic,
    standing,
    state,
    told,
    transitions_after,
)
from api.core.rollouts.rules import (
    RolloutRefused,
    Step,
    require_meant,
    require_promotable,
    require_proposable,
    require_reversible,
    worded,
)
from api.core.rollouts.step_rules import Proposal, next_weight, require_step
from api.core.rollouts.types import CHAMPION_STAGES, UNDER_WAY, RolloutState, Stage
from api.core.tables import Job, Rollout

ADVANCE_TASK = "rollouts.advance"


def ask_to_advance(
    session: Session,
    *,
    model: str,
    actor: str,
    now: datetime,
    as_of: datetime | None = None,
) -> Job:
    """Enqueue a decision about every open rollout of the model. With ``as_of`` the model goes by a
    clock of its own from now on. Raises ModelAbsent, ClockRefused."""
    get_model(session, model)
    require_live(session, model)
    if as_of is not None:
        set_clock(session, model, as_of)
    arguments = {"model": model}
    return outbox.enqueue(
        session, task=ADVANCE_TASK, arguments=arguments, now=now, created_by=actor
    )


def propose(
    session: Session, *, model: str, version: int, actor: str, reason: str, now: datetime
) -> Rollout:
    """Open a rollout that gets no traffic yet.

    Raises an error of kind not_found for an unknown version, RolloutRefused when the version serves
    or is proposed already.
    """
    get_version(session, model, version)
    changes.lock(session, model)
    current = standing(session, model)
    require_proposable(current, version)
    change = _change(session, model, actor, reason, now)
    rollout = changes.insert(session, model, version, current.champion, change)
    changes.record(session, "propose", rollout, change, before=model_traffic(session, model))
    return rollout


def promote(
    session: Session, *, model: str, version: int, actor: str, reason: str, now: datetime
) -> Rollout:
    """Give a version all live traffic, superseding the champion; by hand, at any time.

    Raises an error of kind not_found for an unknown version, RolloutRefused when the version is the
    champion already or the champion changed while this was being decided.
    """
    get_version(session, model, version)
    seen = champion(session, model)
    changes.lock(session, model)
    current = standing(session, model)
    require_promotable(current, version, seen_champion=seen)
    change = _change(session, model, actor, reason, now)
    rollout = changes.in_stage(session, model, Stage.PROPOSED, *UNDER_WAY, version=version)
    if rollout is None:
        rollout = changes.insert(session, model, version, current.champion, change)
    return _promote(session, rollout, Step.PROMOTE_NOW, change)


def roll_back(
    session: Session,
    *,
    model: str,
    actor: str,
    reason: str,
    now: datetime,
    version: int | None = None,
) -> Rollout:
    """Take back the newest change of traffic: the canary, or else the champion.

    The answer is the rollout of the version that serves everybody again. ``version`` says which
    one is meant to go. Raises RolloutRefused when there is none to go, or another than meant.
    """
    seen = champion(session, model)
    changes.lock(session, model)
    change = _change(session, model, actor, reason, now)
    current = standing(session, model)
    canary = changes.in_stage(session, model, Stage.CANARY)
    if canary is None:
        previous = require_reversible(current, seen_champion=seen)
        require_meant(current, current.champion or 0, version)
        return _restore(session, model, previous, change)
    require_meant(current, canary.version, version)
    before = model_traffic(session, model)
    changes.step(session, canary, Step.ROLL_BACK, change)
    changes.record(session, "roll_back", canary, change, before=before)
    return _serving(session, model)


def reject(
    session: Session, *, model: str, version: int, actor: str, reason: str, now: datetime
) -> Rollout | None:
    """Close an open proposal with the reason; None when there is none."""
    changes.lock(session, model)
    rollout = changes.in_stage(session, model, Stage.PROPOSED, version=version)
    if rollout is None:
        return None
    change = _change(session, model, actor, reason, now)
    before = model_traffic(session, model)
    changes.step(session, rollout, Step.REJECT, change)
    changes.record(session, "reject", rollout, change, before=before)
    return rollout


def take(
    session: Session,
    *,
    rollout_id: int,
    step: Step,
    seen_revision: int | None,
    actor: str,
    reason: str,
    now: datetime,
    evidence: Evidence | None = None,
) -> Rollout:
    """Take one step with one rollout; the answer is that rollout.

    ``seen_revision`` is the one that the step was decided on; None takes it as it stands now.
    Raises RolloutAbsent, or RolloutRefused with what happened meanwhile or which rule forbids it.
    """
    model = get_rollout(session, rollout_id).model_name
    changes.lock(session, model)
    current = state(session, rollout_id)
    _require_seen(session, current, seen_revision)
    policy = current_policy(session, model)
    wider = next_weight(policy.canary, current.weight)
    stored = evidence.stored() if evidence else None
    require_step(Proposal(step, current, actor, policy.approvals, wider, stored is not None))
    change = _change(session, model, actor, reason, now, stored)
    rollout = get_rollout(session, rollout_id)
    if step in {Step.PROMOTE, Step.PROMOTE_NOW}:
        return _promote(session, rollout, step, change)
    if step is Step.ROLL_BACK and current.stage in CHAMPION_STAGES:
        previous = require_reversible(standing(session, model), seen_champion=current.version)
        _restore(session, model, previous, change)
        return rollout
    before = model_traffic(session, model)
    changes.step(session, rollout, step, change, weight=wider or 0.0)
    changes.record(session, step.replace(" ", "_"), rollout, change, before=before)
    return rollout


def carry_out(
    session: Session,
    *,
    decided_on: RolloutState,
    decision: Decision,
    evidence: Evidence,
    actor: str,
    now: datetime,
) -> Rollout:
    """Take the decided step, or note what the rollout waits for. Raises what ``take`` raises."""
    if decision.step is not None:
        return take(
            session,
            rollout_id=decided_on.id,
            step=decision.step,
            seen_revision=decided_on.revision,
            actor=actor,
            reason=decision.reason,
            now=now,
            evidence=evidence,
        )
    changes.lock(session, decided_on.model)
    _require_seen(session, state(session, decided_on.id), decided_on.revision)
    rollout = get_rollout(session, decided_on.id)
    rollout.waits_for, rollout.waits_until = decision.reason, decision.until
    rollout.evidence = evidence.stored()
    rollout.evidence_at = model_now(session, decided_on.model, now)
    session.flush()
    return rollout


def _change(
    session: Session,
    model: str,
    actor: str,
    reason: str,
    now: datetime,
    evidence: dict[str, Any] | None = None,
) -> Change:
    return Change(actor, reason, model_now(session, model, now), now, evidence)


def _promote(session: Session, rollout: Rollout, step: Step, change: Change) -> Rollout:
    model = rollout.model_name
    before = model_traffic(session, model)
    serving = changes.in_stage(session, model, *CHAMPION_STAGES)
    if serving is not None:
        changes.step(session, serving, Step.SUPERSEDE, change)
    _end_trial(session, model, change, keep=rollout)
    rollout.previous_version = serving.version if serving else None
    changes.step(session, rollout, step, change)
    rollout.probation_until = _probation(current_policy(session, model), serving, change.now)
    session.flush()
    changes.record(session, "promote", rollout, change, before=before)
    return rollout


def _probation(policy: Policy, replaced: Rollout | None, now: datetime) -> datetime | None:
    if replaced is None or policy.probation.days == 0:
        return None
    return now + timedelta(days=policy.probation.days)


def _restore(session: Session, model: str, previous: int, change: Change) -> Rollout:
    before = model_traffic(session, model)
    serving = _serving(session, model)
    restored = changes.in_stage(session, model, Stage.SUPERSEDED, version=previous)
    if restored is None:
        raise LookupError(f"version {previous} of {model} was champion and has no rollout that was")
    changes.step(session, serving, Step.ROLL_BACK, change)
    _end_trial(session, model, change, keep=None)
    changes.step(session, restored, Step.RESTORE, change)
    changes.record(session, "roll_back", restored, change, before=before)
    return restored


def _serving(session: Session, model: str) -> Rollout:
    serving = changes.in_stage(session, model, *CHAMPION_STAGES)
    if serving is None:
        raise LookupError(f"{model} has a candidate in traffic and no champion")
    return serving


def _end_trial(session: Session, model: str, change: Change, *, keep: Rollout | None) -> None:
    tried = changes.in_stage(session, model, *UNDER_WAY)
    if tried is None or tried is keep:
        return
    reason = f"the champion that it was compared with was replaced: {change.reason}"
    changes.step(session, tried, Step.ABORT, replace(change, reason=reason, evidence=None))


def _require_seen(session: Session, current: RolloutState, seen_revision: int | None) -> None:
    """Of two changes decided at once on the same rollout, the second must be decided again."""
    if seen_revision is None or seen_revision == current.revision:
        return
    happened = "; ".join(told(t) for t in transitions_after(session, current.id, seen_revision))
    raise RolloutRefused(
        f"the rollout of version {current.version} has changed since you looked and is now "
        f"{worded(current.stage)} ({happened}): look again and decide anew"
    )
