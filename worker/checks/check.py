"""One look at a model: measure, judge, decide, and ask for the repair that is due."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.core.checks import queries
from api.core.checks.history import repair_history
from api.core.checks.quality import QualityFinding, as_stored, reason_of
from api.core.checks.rows import day_of
from api.core.models.clock import model_now
from api.core.models.queries import get_model
from api.core.policies.observations import Observations
from api.core.policies.queries import newest_version, policy_of
from api.core.policies.repairs import RepairDecision, decide_retraining
from api.core.policies.severity import drift_severity, quality_severity
from api.core.policies.types import DEFAULT, Policy
from api.core.tables import Check
from api.core.training import operations as training
from worker.alerts.loop import tell_of_check
from worker.checks.drift import DriftFinding, find_drift
from worker.checks.measure import Span, bring_up_to_date
from worker.checks.quality import find_quality
from worker.checks.repair import repair_parameters
from worker.checks.spool import wait_until_shipped
from worker.checks.subject import Subject, subject_of
from worker.context import JobContext
from worker.trials.advance import advance


@dataclass(frozen=True)
class Look:
    """What is looked at, by which policy and when by the model's clock."""

    subject: Subject
    policy: Policy
    policy_number: int
    at: datetime
    is_replay: bool

    @property
    def span(self) -> Span:
        checks = self.policy.checks
        return Span.until(
            self.at,
            drift_days=checks.drift_window_days,
            quality_days=checks.quality_window_days,
        )


def check_model(context: JobContext, *, model: str) -> None:
    """Nothing for a model that serves nobody yet. A repeated attempt makes no second check."""
    wait_until_shipped(context)
    # What a trial that ends now makes room for can be asked for at once.
    advance(context, model=model)
    with context.reading() as session:
        if queries.check_of_job(session, context.job_id) is not None:
            return
        look = _look(context, session, model)
    if look is None:
        context.log(f"{model} serves nobody yet")
        return
    measured = bring_up_to_date(context, look.subject, look.span)
    context.progress(0.7, f"measured {measured} days; judging them")
    with context.reading() as session:
        drift, quality = find(session, look)
    with context.session() as session:
        check = _keep(context, session, look, drift, quality)
    context.progress(1.0, f"{check.repair or 'waits for'}: {check.reason}")


def find(session: Session, look: Look) -> tuple[DriftFinding, QualityFinding]:
    """What its measured days show."""
    drift = find_drift(
        session, look.subject, look.span, look.at, fewest_rows=look.policy.checks.min_rows
    )
    quality = find_quality(session, look.subject, look.span, unseen_share=drift.unseen_share)
    return drift, quality


def check_of(
    look: Look,
    drift: DriftFinding,
    quality: QualityFinding,
    decision: RepairDecision,
    *,
    made_at: datetime,
) -> Check:
    """As it is kept, but for who made it and what it started."""
    severity = quality_severity(look.policy, quality.observation).value
    return Check(
        model_name=look.subject.model,
        version=look.subject.version,
        at=look.at,
        made_at=made_at,
        policy_number=look.policy_number,
        drift_start=look.span.drift_start,
        quality_start=look.span.quality_start,
        drift_severity=drift_severity(look.policy, drift.observation).value,
        drift_reason=drift.reason,
        drift=drift.stored,
        quality_severity=severity,
        quality_reason=reason_of(quality, severity),
        quality=as_stored(quality),
        repair=decision.repair.value if decision.repair else None,
        reason=decision.reason,
        waits_until=decision.until,
    )


def _look(context: JobContext, session: Session, model: str) -> Look | None:
    subject = subject_of(session, context.store, model)
    if subject is None:
        return None
    newest = newest_version(session, model)
    return Look(
        subject=subject,
        policy=policy_of(newest) if newest else DEFAULT,
        policy_number=newest.number if newest else 0,
        at=model_now(session, model, context.now()),
        is_replay=get_model(session, model).clock_at is not None,
    )


def _keep(
    context: JobContext,
    session: Session,
    look: Look,
    drift: DriftFinding,
    quality: QualityFinding,
) -> Check:
    """The check, the repair that it asks for, and its alerts, in one transaction."""
    decision = _decide(session, look, drift, quality)
    check = check_of(look, drift, quality, decision, made_at=context.now())
    check.job_id = context.job_id
    check.training_run_id = _start(context, session, look, decision)
    session.add(check)
    session.flush()
    tell_of_check(session, check, now=context.now())
    return check


def _decide(
    session: Session, look: Look, drift: DriftFinding, quality: QualityFinding
) -> RepairDecision:
    subject = look.subject
    past = queries.past_drift(session, subject.model, subject.version)
    history = repair_history(
        session,
        model=subject.model,
        trained_at=subject.origin.trained_until,
        now=look.at,
    )
    observations = Observations(
        drift=(*past, drift.observation),
        quality=quality.observation,
        new_truth_rows=queries.truths_since(
            session, model=subject.model, first=day_of(subject.origin.trained_until)
        ),
        trained_rows=subject.origin.rows,
    )
    return decide_retraining(look.policy, observations, history, look.at)


def _start(
    context: JobContext, session: Session, look: Look, decision: RepairDecision
) -> int | None:
    subject = look.subject
    if decision.repair is None:
        return None
    run = training.start(
        session,
        model=subject.model,
        recipe=subject.recipe.name if subject.recipe else "",
        parameters=repair_parameters(
            look.policy, decision.repair, subject.recipe, at=look.at, is_replay=look.is_replay
        ),
        reason=decision.reason,
        actor=f"policy:{subject.model}",
        now=context.now(),
    )
    return run.id
