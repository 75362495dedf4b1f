from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.core import audit, outbox
from api.core.jobs.types import JobState
from api.core.models.clock import model_now
from api.core.models.queries import get_model
from api.core.reports.queries import get
from api.core.reports.rules import require_window
from api.core.reports.types import ReportDocument
from api.core.tables import Job, Model, Report, ReportFile

WRITE_TASK = "reports.write"


@dataclass(frozen=True)
class RenderedFile:
    format: str
    language: str
    content: bytes


def ask(
    session: Session,
    *,
    model: str,
    window_start: datetime,
    window_end: datetime,
    reason: str,
    actor: str,
    now: datetime,
) -> Report:
    """Have the report on [window_start, window_end) written, or written again in the same row.

    While its job has not begun, asking again changes nothing. Raises ModelAbsent, WindowRefused.
    """
    get_model(session, model)
    require_window(window_start, window_end)
    session.execute(select(Model.name).where(Model.name == model).with_for_update()).all()
    report = _of_window(session, model, window_start, window_end)
    if report is not None and _is_queued(session, report):
        return report
    job = outbox.enqueue(session, task=WRITE_TASK, arguments={}, now=now, created_by=actor)
    report = report or Report(model_name=model, window_start=window_start, window_end=window_end)
    report.reason, report.created_by = reason, actor
    report.created_at = model_now(session, model, now)
    report.job_id = job.id
    session.add(report)
    session.flush()
    job.arguments = {"report_id": report.id}
    _audit(session, report, now)
    return report


def keep(
    session: Session, *, report_id: int, document: ReportDocument, files: Sequence[RenderedFile]
) -> Report:
    """Store what was found out and the files made of it, instead of what was there."""
    report = get(session, report_id)
    report.document = _builtins(document)
    report.written_at = document.written_at
    session.execute(delete(ReportFile).where(ReportFile.report_id == report_id))
    session.add_all(_row(report_id, file) for file in files)
    session.flush()
    return report


def _of_window(session: Session, model: str, start: datetime, end: datetime) -> Report | None:
    statement = select(Report).where(
        Report.model_name == model, Report.window_start == start, Report.window_end == end
    )
    return session.scalars(statement).one_or_none()


def _is_queued(session: Session, report: Report) -> bool:
    return session.get_one(Job, report.job_id).state == JobState.QUEUED.value


def _audit(session: Session, report: Report, now: datetime) -> None:
    window = {"start": report.window_start.isoformat(), "end": report.window_end.isoformat()}
    audit.record(
        session,
        now=now,
        actor=report.created_by,
        action="report.ask",
        subject=f"model:{report.model_name}",
        after={"report_id": report.id, "window": window},
        reason=report.reason,
    )


def _row(report_id: int, file: RenderedFile) -> ReportFile:
    return ReportFile(
        report_id=report_id,
        format=file.format,
        language=file.language,
        sha256=sha256(file.content).hexdigest(),
        size_bytes=len(file.content),
        content=file.content,
    )


def _builtins(document: ReportDocument) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(document))
    return plain
