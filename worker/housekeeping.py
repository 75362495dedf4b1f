"""Removes what nobody will ask for any more. Safe to repeat and to interrupt."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select

from api.core import shipping
from api.core.access import attempts
from api.core.access import sessions as web_sessions
from api.core.jobs.types import FINAL_STATES, JobState
from api.core.tables import BatchPrediction, Job, JobEvent, ModelDraft
from worker.batches.identity import spool_name
from worker.context import JobContext

KEEP_BATCH_FILES = timedelta(days=30)
KEEP_UPLOADS = timedelta(days=7)
KEEP_DRAFTS = timedelta(days=30)
KEEP_JOB_EVENTS = timedelta(days=90)
FINAL = [state.value for state in FINAL_STATES]


def tidy(context: JobContext) -> None:
    now = context.now()
    batches = remove_batch_files(context, before=now - KEEP_BATCH_FILES)
    context.progress(0.3, f"{batches} batches older than {KEEP_BATCH_FILES.days} days removed")
    events = remove_job_events(context, before=now - KEEP_JOB_EVENTS)
    context.progress(0.6, f"{events} log lines older than {KEEP_JOB_EVENTS.days} days removed")
    drafts = remove_drafts(context, before=now - KEEP_DRAFTS)
    context.progress(0.7, f"{drafts} drafts older than {KEEP_DRAFTS.days} days removed")
    uploads = remove_uploads(context, before=now - KEEP_UPLOADS)
    context.progress(0.8, f"{uploads} uploads removed that nobody registered")
    with context.session() as session:
        web_sessions.forget_ended(session, now=now)
        attempts.forget_expired(session, now=now)
    directories = remove_working_directories(context)
    context.progress(1.0, f"{directories} working directories of vanished attempts removed")


def remove_batch_files(context: JobContext, *, before: datetime) -> int:
    """The uploaded rows and the results; the batch's row and its figures stay."""
    with context.reading() as session:
        ids = session.scalars(
            select(BatchPrediction.id)
            .join(Job, Job.id == BatchPrediction.job_id)
            .where(Job.state.in_(FINAL), Job.finished_at < before)
        ).all()
    found = {batch_id: context.settings.batches_dir / batch_id for batch_id in ids}
    present = {batch_id: path for batch_id, path in found.items() if path.is_dir()}
    with context.session() as session:
        for batch_id in present:
            shipping.forget(session, file=spool_name(batch_id))
    return _remove(list(present.values()))


def remove_job_events(context: JobContext, *, before: datetime) -> int:
    """Of finished jobs; a job's last state stays in its row."""
    old = select(Job.id).where(Job.state.in_(FINAL), Job.finished_at < before)
    with context.session() as session:
        result = session.execute(delete(JobEvent).where(JobEvent.job_id.in_(old)))
    return int(getattr(result, "rowcount", 0))


def remove_uploads(context: JobContext, *, before: datetime) -> int:
    """Of registrations that never ended: what was registered or refused is gone already.

    A draft keeps its file for as long as there is the draft.
    """
    found = {path.name: path for path in (context.settings.data_dir / "uploads").glob("*")}
    with context.reading() as session:
        kept = set(session.scalars(select(ModelDraft.id).where(ModelDraft.id.in_(found))))
    old = [path for path in found.values() if path.stat().st_mtime < before.timestamp()]
    return _remove([path for path in old if path.name not in kept])


def remove_drafts(context: JobContext, *, before: datetime) -> int:
    """That nobody has touched since; a version that was made of one stays."""
    with context.session() as session:
        old = session.scalars(select(ModelDraft.id).where(ModelDraft.changed_at < before)).all()
        session.execute(delete(ModelDraft).where(ModelDraft.id.in_(old)))
    uploads = context.settings.data_dir / "uploads"
    return _remove([uploads / name for name in old if (uploads / name).exists()])


def remove_working_directories(context: JobContext) -> int:
    """Of attempts whose process was killed before it could clean up."""
    with context.reading() as session:
        running = session.execute(
            select(Job.id, Job.attempt).where(Job.state == JobState.RUNNING.value)
        ).all()
    kept = {f"job-{job_id}-{attempt}" for job_id, attempt in running}
    found = (context.settings.data_dir / "work").glob("job-*")
    return _remove([directory for directory in found if directory.name not in kept])


def _remove(directories: list[Path]) -> int:
    for directory in directories:
        shutil.rmtree(directory)
    return len(directories)
