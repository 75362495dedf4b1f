"""Everything that a report says, read from the database."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.models.queries import get_model
from api.core.policies.preview import preview_of_repairs
from api.core.policies.queries import current_policy
from api.core.reports.cost import cost
from api.core.reports.drift import newest_drift
from api.core.reports.quality import quality, truths_by_day
from api.core.reports.traffic import Window, online, traffic
from api.core.reports.types import (
    LANGUAGES,
    Happening,
    NextStep,
    ReportDocument,
    Waiting,
)
from api.core.rollouts.queries import OPEN, champion
from api.core.tables import Report, Rollout
from api.core.timeline.queries import entries_between
from api.core.timeline.types import KINDS

_TOLD = frozenset(KINDS) - {"report"}
"""A report does not tell of itself."""
_NOTHING_DONE = {"check_wait"}


def gather(session: Session, report: Report, *, now: datetime) -> ReportDocument:
    """Traffic, quality against the card and the window before, what was done, and what is next.

    Quality is that of the days as they were last measured. Raises ModelAbsent.
    """
    window = Window(report.model_name, report.window_start, report.window_end)
    serves = champion(session, window.model)
    return ReportDocument(
        model=window.model,
        title=get_model(session, window.model).title,
        window_start=window.start,
        window_end=window.end,
        before_start=window.before.start,
        written_at=now,
        reason=report.reason,
        champion=serves,
        traffic=traffic(session, window, truths_by_day(session, window)),
        quality=quality(session, window, serves),
        drift=newest_drift(session, window),
        happenings=_happenings(session, window),
        cost=cost(session, window, online(session, window)),
        next_step=_next_step(session, window.model),
    )


def _happenings(session: Session, window: Window) -> tuple[Happening, ...]:
    entries = entries_between(
        session, model=window.model, start=window.start, end=window.end, kinds=_TOLD
    )
    return tuple(
        Happening(
            at=entry.place.at,
            kind=entry.kind,
            event=entry.event,
            actor=entry.actor,
            version=entry.version,
            title=entry.title,
            reason=entry.reason,
        )
        for entry in entries
        if entry.event not in _NOTHING_DONE
    )


def _next_step(session: Session, model: str) -> NextStep:
    policy = current_policy(session, model)
    statement = select(Rollout).where(
        Rollout.model_name == model, Rollout.stage.in_([stage.value for stage in OPEN])
    )
    rollouts = session.scalars(statement.order_by(Rollout.id)).all()
    return NextStep(
        waiting=tuple(_waiting(rollout) for rollout in rollouts if _is_open(rollout)),
        repairs={language: preview_of_repairs(policy, language) for language in LANGUAGES},
    )


def _is_open(rollout: Rollout) -> bool:
    """A champion without a probation waits for nothing."""
    return rollout.stage != "promoted" or rollout.probation_until is not None


def _waiting(rollout: Rollout) -> Waiting:
    return Waiting(
        version=rollout.version,
        stage=rollout.stage,
        waits_for=rollout.waits_for,
        waits_until=rollout.waits_until or rollout.probation_until,
        paused=rollout.paused_at is not None,
    )
