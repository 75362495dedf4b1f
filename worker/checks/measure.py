"""Bring the measured days up to date with the log: what is new, and what late truth touched."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from api.core.checks import days, rows
from api.core.checks.rows import day_of, midnight
from worker.checks.day import MeasuredDay, measure_day
from worker.checks.subject import Subject
from worker.context import JobContext

Tell = Callable[[float, str], None]
"""Is given the share that is done, 0–1, and a line."""

MOST_TRUTHS = 200_000
"""Read and marked in one go; what is over waits for the next check."""


@dataclass(frozen=True)
class Span:
    """Whole days of event time (UTC), the last one up to now."""

    drift_first: date
    quality_first: date
    last: date

    @staticmethod
    def until(at: datetime, *, drift_days: float, quality_days: float) -> "Span":
        return Span(
            day_of(at - timedelta(days=drift_days)),
            day_of(at - timedelta(days=quality_days)),
            day_of(at),
        )

    @property
    def first(self) -> date:
        return min(self.drift_first, self.quality_first)

    @property
    def drift_start(self) -> datetime:
        return midnight(self.drift_first)

    @property
    def quality_start(self) -> datetime:
        return midnight(self.quality_first)


def bring_up_to_date(
    context: JobContext,
    subject: Subject,
    span: Span,
    *,
    now: datetime | None = None,
    tell: Tell | None = None,
) -> int:
    """Measure again every day that differs from what is kept of it; returns how many did.

    ``now`` is by the clock that the truths were received by, the wall's where it is left out, and
    ``tell`` hears how far it is, where not the job itself.

    Each day is stored by itself: an attempt that is killed leaves what it has measured. Truths are
    marked as measured last, so that none is forgotten.
    """
    with context.reading() as session:
        touched = rows.unmeasured_truths(
            session, model=subject.model, now=now or context.now(), limit=MOST_TRUTHS
        )
        changed, uncounted = _stale(session, subject, span)
    stale = changed | uncounted | touched.days
    told = tell or (lambda share, line: context.progress(0.1 + 0.6 * share, line))
    for number, day in enumerate(sorted(stale)):
        told(number / len(stale), f"measuring {day:%Y-%m-%d}")
        # What came in was counted when it came: a late truth changes the quality alone.
        found = _measured(context, subject, day, counts=day in uncounted)
        _store(context, subject, day, found)
    with context.session() as session:
        rows.mark_measured(session, touched)
    return len(stale)


def _stale(session: Session, subject: Subject, span: Span) -> tuple[set[date], set[date]]:
    """Days that have other rows than were measured, and those to be counted into the bins."""
    model = subject.model
    there = rows.rows_by_day(session, model=model, first=span.first, last=span.last)
    judged = days.quality_day_rows(session, model=model, first=span.first, last=span.last)
    changed = {day for day, count in there.items() if judged.get(day) != count}
    if subject.reference is None:
        return changed, set()
    counted = days.drift_day_rows(
        session, model=model, version=subject.version, first=span.drift_first, last=span.last
    )
    recent = {day for day in there if day >= span.drift_first}
    uncounted = {day for day in recent if day in changed or day not in counted}
    return changed, uncounted


def _measured(context: JobContext, subject: Subject, day: date, *, counts: bool) -> MeasuredDay:
    with context.reading() as session:
        chunks: Iterable[list[rows.AnsweredRow]] = rows.answered_rows(
            session, model=subject.model, day=day
        )
        return measure_day(
            chunks,
            version=subject.version,
            schema=subject.schema,
            reference=subject.reference if counts else None,
            recipe=subject.recipe,
        )


def _store(context: JobContext, subject: Subject, day: date, found: MeasuredDay) -> None:
    now = context.now()
    with context.session() as session:
        days.store_quality_day(session, model=subject.model, day=day, sums=found.quality, now=now)
        if found.counted is not None:
            days.store_drift_day(
                session,
                model=subject.model,
                version=subject.version,
                day=day,
                counted=found.counted,
                now=now,
            )
