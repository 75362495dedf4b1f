"""Drafts as the API shows them, each with its jobs."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.drafts import operations, queries, rules
from api.core.drafts.types import Findings
from api.core.tables import Job as JobRow
from api.core.tables import Model, ModelDraft
from api.http.schemas import drafts as schemas
from api.http.schemas.jobs import Job


def draft_list(session: Session, page: queries.Page, largest_file_bytes: int) -> schemas.DraftList:
    jobs = _jobs(session, page.drafts)
    return schemas.DraftList(
        drafts=[_summary(row, jobs) for row in page.drafts],
        next_offset=page.next_offset,
        total=page.total,
        largest_file_bytes=largest_file_bytes,
    )


def draft(session: Session, draft_id: str) -> schemas.Draft:
    row = queries.get(session, draft_id)
    jobs = _jobs(session, [row])
    taken_by = session.get(Model, row.name) if row.name else None
    document = None if row.document is None else operations.document_of(row)
    return schemas.Draft.model_validate(
        _summary(row, jobs).model_dump()
        | {
            "sha256": row.sha256,
            "revision": row.revision,
            "document": document,
            "findings": msgspec.convert(row.findings, Findings | None),
            "faults": [] if document is None else list(rules.faults(document)),
            "trial": _trial(row),
            "taken_by": taken_by.task if taken_by else None,
            "check_job": jobs[row.check_job_id],
            "trial_job": jobs.get(row.trial_job_id or 0),
            "register_job": jobs.get(row.register_job_id or 0),
        }
    )


def _summary(row: ModelDraft, jobs: dict[int, Job]) -> schemas.DraftSummary:
    registration = jobs.get(row.register_job_id or 0)
    return schemas.DraftSummary(
        id=row.id,
        name=row.name,
        filename=row.filename,
        size_bytes=row.size_bytes,
        state=rules.state_of(
            version=row.version,
            has_document=row.document is not None,
            check=jobs[row.check_job_id].state,
            registration=registration.state if registration else None,
        ),
        version=row.version,
        created_at=row.created_at,
        created_by=row.created_by,
        changed_at=row.changed_at,
    )


def _trial(row: ModelDraft) -> schemas.Trial | None:
    trial = operations.trial_of(row)
    if trial is None:
        return None
    now = rules.schema_sha256(operations.document_of(row).schema)
    results = trial.results
    return schemas.Trial(
        rows=list(trial.rows),
        results=None
        if results is None
        else [schemas.TriedRow.model_validate(one) for one in results],
        seconds=trial.seconds,
        is_current=trial.schema_sha256 == now,
    )


def _jobs(session: Session, rows: Iterable[ModelDraft]) -> dict[int, Job]:
    """One query for all of theirs."""
    ids = {
        job_id
        for row in rows
        for job_id in (row.check_job_id, row.trial_job_id, row.register_job_id)
        if job_id is not None
    }
    found = session.scalars(select(JobRow).where(JobRow.id.in_(ids)))
    return {job.id: Job.model_validate(job) for job in found}
