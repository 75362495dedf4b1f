"""The detailed report on a check: asked for, kept, read."""

import gzip
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import ClassVar, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core import audit, outbox
from api.core.checks.queries import get_check
from api.core.errors import FarolError, Kind
from api.core.jobs.types import FINAL_STATES, JobState
from api.core.models.clock import model_now
from api.core.tables import Check, DetailedReport, Job

DETAIL_TASK = "checks.detail"
Reference = Literal["trained", "background", "log"]
"""What the window is compared with: rows that the champion's graph was trained on, those sealed
with it, or what was served just before."""


class DetailedReportAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


@dataclass(frozen=True)
class WrittenPage:
    html: str
    reference: Reference
    reference_rows: int
    current_rows: int


def ask_for_detailed_report(
    session: Session, *, check_id: int, reason: str, actor: str, now: datetime
) -> DetailedReport:
    """Have it written. Asking changes nothing where it is written, or its job not over; after a
    job that failed, or found too little data, it is tried again. Raises CheckAbsent.
    """
    check = get_check(session, check_id)
    session.execute(select(Check.id).where(Check.id == check_id).with_for_update()).all()
    report = session.get(DetailedReport, check_id)
    if report is not None and (report.written_at or not _is_over(session, report)):
        return report
    job = outbox.enqueue(
        session, task=DETAIL_TASK, arguments={"check_id": check_id}, now=now, created_by=actor
    )
    report = report or DetailedReport(check_id=check_id)
    report.reason, report.created_by, report.job_id = reason, actor, job.id
    report.created_at = model_now(session, check.model_name, now)
    report.refusal = None
    session.add(report)
    session.flush()
    _audit(session, check, report, now)
    return report


def get_detailed_report(session: Session, check_id: int) -> DetailedReport:
    """Written or not. Raises CheckAbsent, DetailedReportAbsent."""
    get_check(session, check_id)
    report = session.get(DetailedReport, check_id)
    if report is None:
        raise DetailedReportAbsent(f"nobody has asked for a detailed report on check {check_id}")
    return report


def detailed_page(session: Session, check_id: int) -> bytes:
    """HTML. Raises CheckAbsent, DetailedReportAbsent."""
    report = get_detailed_report(session, check_id)
    if report.page is not None:
        return gzip.decompress(report.page)
    if report.refusal is not None:
        raise DetailedReportAbsent(
            f"there is no detailed report on check {check_id}: {report.refusal}"
        )
    raise DetailedReportAbsent(
        f"the detailed report on check {check_id} is not written yet: job {report.job_id} does it"
    )


def keep_page(session: Session, *, check_id: int, written: WrittenPage, now: datetime) -> None:
    report = get_detailed_report(session, check_id)
    content = written.html.encode()
    report.written_at, report.refusal = now, None
    report.reference = written.reference
    report.reference_rows, report.current_rows = written.reference_rows, written.current_rows
    report.sha256 = sha256(content).hexdigest()
    # Without the time in its head: the same page is the same bytes.
    report.page = gzip.compress(content, mtime=0)
    session.flush()


def keep_refusal(session: Session, *, check_id: int, refusal: str) -> None:
    """There was too little data to compare: ``refusal`` says of what."""
    get_detailed_report(session, check_id).refusal = refusal
    session.flush()


def _is_over(session: Session, report: DetailedReport) -> bool:
    return JobState(session.get_one(Job, report.job_id).state) in FINAL_STATES


def _audit(session: Session, check: Check, report: DetailedReport, now: datetime) -> None:
    audit.record(
        session,
        now=now,
        actor=report.created_by,
        action="detailed_report.ask",
        subject=f"model:{check.model_name}",
        after={"check_id": check.id, "job_id": report.job_id},
        reason=report.reason,
    )
