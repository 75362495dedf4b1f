"""Change drafts. Each function locks its draft's row, asks the rules, and writes the audit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core import audit, outbox
from api.core.audit_actions import AuditAction
from api.core.drafts import rules
from api.core.drafts.queries import locked
from api.core.drafts.types import DraftDocument, DraftState, Findings, Trial, TriedRow
from api.core.jobs.types import FINAL_STATES, JobState
from api.core.tables import Job, ModelDraft

CHECK_TASK = "drafts.check"
TRY_TASK = "drafts.try"


@dataclass(frozen=True)
class GraphFile:
    """The uploaded file, which lies in the draft's directory already."""

    filename: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Deed:
    """Who does something to a draft, when and why."""

    actor: str
    now: datetime
    reason: str = ""


def start(session: Session, *, draft_id: str, file: GraphFile, deed: Deed) -> ModelDraft:
    """Ask for an uploaded graph to be looked at.

    One attempt only beyond the first: a graph that kills its checker twice is refused.
    """
    draft = ModelDraft(
        id=draft_id,
        name="",
        filename=file.filename,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        revision=0,
        check_job_id=_job(session, CHECK_TASK, draft_id, deed).id,
        created_at=deed.now,
        created_by=deed.actor,
        changed_at=deed.now,
    )
    session.add(draft)
    session.flush()
    after = {"filename": file.filename, "size_bytes": file.size_bytes, "sha256": file.sha256}
    _audit(session, draft, "draft.start", deed, after=after)
    return draft


def propose(
    session: Session, *, draft_id: str, document: DraftDocument, findings: Findings
) -> None:
    """Note what the check found; a repeated check changes nothing that a person has edited."""
    draft = locked(session, draft_id)
    draft.findings = stored(findings)
    if draft.document is None:
        draft.document = stored(document)
    session.flush()


def change(
    session: Session,
    *,
    draft_id: str,
    name: str,
    document: DraftDocument,
    seen_revision: int,
    deed: Deed,
) -> ModelDraft:
    """Raises DraftAbsent, DraftConflict, DraftChanged."""
    draft = _editable(session, draft_id)
    if draft.revision != seen_revision:
        raise rules.DraftChanged("somebody has changed the draft meanwhile: load it again")
    before = {"name": draft.name, **(draft.document or {})}
    after = {"name": name, **stored(document)}
    changed = sorted(key for key in after if after[key] != before.get(key))
    if not changed:
        return draft
    draft.name, draft.document = name, stored(document)
    draft.revision += 1
    draft.changed_at = deed.now
    _audit(
        session,
        draft,
        "draft.change",
        deed,
        before={"name": before["name"], "revision": seen_revision},
        after={"name": name, "revision": draft.revision, "changed": changed},
    )
    return draft


def ask_to_try(
    session: Session, *, draft_id: str, rows: list[dict[str, Any]], deed: Deed
) -> ModelDraft:
    """Raises DraftAbsent, DraftConflict, DraftUnfinished."""
    draft = _editable(session, draft_id)
    _require_no_trial_running(session, draft)
    document = document_of(draft)
    _require_faultless(document)
    trial = Trial(rows=tuple(rows), schema_sha256=rules.schema_sha256(document.schema))
    draft.trial = stored(trial)
    draft.trial_job_id = _job(session, TRY_TASK, draft_id, deed).id
    draft.changed_at = deed.now
    _audit(session, draft, "draft.try", deed, after={"rows": len(rows)})
    return draft


def answer_trial(
    session: Session, *, draft_id: str, job_id: int, results: tuple[TriedRow, ...], seconds: float
) -> None:
    """Note what came of a trial, unless a newer one was asked for."""
    draft = locked(session, draft_id)
    trial = trial_of(draft)
    if draft.trial_job_id != job_id or trial is None:
        return
    draft.trial = stored(msgspec.structs.replace(trial, results=results, seconds=seconds))
    session.flush()


def require_registrable(
    session: Session, *, draft_id: str, taken_by: str | None, as_new_version: bool
) -> ModelDraft:
    """Lock a draft that may become a version now.

    Raises DraftAbsent, DraftConflict, DraftUnfinished, DraftUntried, ModelNameTaken.
    """
    draft = _editable(session, draft_id)
    document = document_of(draft)
    if not draft.name:
        raise rules.DraftUnfinished("the model has no name yet")
    _require_faultless(document)
    rules.require_free_name(
        name=draft.name,
        task=document.schema.task,
        taken_by=taken_by,
        as_new_version=as_new_version,
    )
    rules.require_tried(trial_of(draft), document.schema)
    return draft


def note_registration(session: Session, *, draft_id: str, job: Job, deed: Deed) -> ModelDraft:
    """The job that registers it has been started in the same transaction."""
    draft = locked(session, draft_id)
    draft.register_job_id = job.id
    draft.changed_at = deed.now
    after = {"model": draft.name, "job_id": job.id}
    _audit(session, draft, "draft.register", deed, after=after)
    return draft


def complete(session: Session, *, job_id: int, version: int) -> str | None:
    """Note the version that a registration made; the draft's id, where it came from one."""
    statement = select(ModelDraft).where(ModelDraft.register_job_id == job_id).with_for_update()
    draft = session.scalars(statement).one_or_none()
    if draft is None:
        return None
    draft.version = version
    session.flush()
    return draft.id


def discard(session: Session, *, draft_id: str, deed: Deed) -> None:
    """Forget it, whatever came of it. Raises DraftAbsent, and DraftConflict in mid-registration."""
    draft = locked(session, draft_id)
    state = state_in(session, draft)
    if state == "registering":
        raise rules.DraftConflict("a draft that is being registered cannot be discarded")
    before = {"name": draft.name, "filename": draft.filename, "version": draft.version}
    _audit(session, draft, "draft.discard", deed, before=before)
    session.delete(draft)
    session.flush()


def state_in(session: Session, draft: ModelDraft) -> DraftState:
    ids = {draft.check_job_id, draft.register_job_id} - {None}
    states = {job.id: job.state for job in session.scalars(select(Job).where(Job.id.in_(ids)))}
    return rules.state_of(
        version=draft.version,
        has_document=draft.document is not None,
        check=states[draft.check_job_id],
        registration=states.get(draft.register_job_id or 0),
    )


def document_of(draft: ModelDraft) -> DraftDocument:
    return msgspec.convert(draft.document, DraftDocument)


def trial_of(draft: ModelDraft) -> Trial | None:
    return None if draft.trial is None else msgspec.convert(draft.trial, Trial)


def stored(value: object) -> Any:
    """As plain lists and objects, which is what a JSON column takes (a tuple is a list there)."""
    return msgspec.json.decode(msgspec.json.encode(value))


def _editable(session: Session, draft_id: str) -> ModelDraft:
    draft = locked(session, draft_id)
    rules.require_editing(state_in(session, draft))
    return draft


def _require_no_trial_running(session: Session, draft: ModelDraft) -> None:
    if draft.trial_job_id is None:
        return
    job = session.get_one(Job, draft.trial_job_id)
    if JobState(job.state) not in FINAL_STATES:
        raise rules.DraftConflict("rows are being tried already: wait for them, or cancel that job")


def _require_faultless(document: DraftDocument) -> None:
    for fault in rules.faults(document):
        raise rules.DraftUnfinished(fault)


def _job(session: Session, task: str, draft_id: str, deed: Deed) -> Job:
    return outbox.enqueue(
        session,
        task=task,
        arguments={"draft_id": draft_id},
        now=deed.now,
        created_by=deed.actor,
        max_attempts=2,
    )


def _audit(
    session: Session,
    draft: ModelDraft,
    action: AuditAction,
    deed: Deed,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    audit.record(
        session,
        now=deed.now,
        actor=deed.actor,
        action=action,
        subject=f"draft:{draft.id}",
        before=before,
        after=after,
        reason=deed.reason,
    )
