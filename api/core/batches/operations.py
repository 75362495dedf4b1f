import re
from datetime import datetime
from typing import ClassVar, get_args

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from api.core import audit, outbox
from api.core.batches.queries import get
from api.core.batches.types import VISITOR, BatchFormat
from api.core.errors import FarolError, Kind, one_of
from api.core.models.queries import get_version, require_live
from api.core.tables import BatchPrediction

PREDICT_TASK = "batches.predict"
_ID = re.compile(r"[A-Za-z0-9_-]{8,40}")
_FILENAME_CHARACTERS = 200


class InvalidBatch(FarolError):
    kind: ClassVar[Kind] = "invalid"


def start(  # noqa: PLR0913 - the columns of the row, by name
    session: Session,
    *,
    batch_id: str,
    model: str,
    version: int,
    format: BatchFormat,
    filename: str,
    size_bytes: int,
    actor: str,
    now: datetime,
    expires_at: datetime | None = None,
) -> BatchPrediction:
    """Insert a batch whose file is already in its directory, and its job.

    A visitor's is a prediction like any other of theirs, and stands in no audit.

    Raises InvalidBatch, or an error of kind not_found for an unknown version.
    """
    _require_valid(batch_id, format)
    get_version(session, model, version)
    require_live(session, model)
    job = outbox.enqueue(
        session, task=PREDICT_TASK, arguments={"batch_id": batch_id}, now=now, created_by=actor
    )
    batch = BatchPrediction(
        id=batch_id,
        model_name=model,
        version=version,
        format=format,
        filename=filename[-_FILENAME_CHARACTERS:],
        size_bytes=size_bytes,
        rows_scored=0,
        rows_refused=0,
        job_id=job.id,
        created_at=now,
        created_by=actor,
        expires_at=expires_at,
    )
    session.add(batch)
    if actor == VISITOR:
        return batch
    audit.record(
        session,
        now=now,
        actor=actor,
        action="batch.start",
        subject=f"model:{model}",
        after={"batch_id": batch_id, "version": version, "size_bytes": size_bytes},
        reason=f"uploaded {batch.filename}",
    )
    return batch


def forget(session: Session, *, batch_id: str) -> None:
    """The row; the predictions stay in the log with all others. Doing it again changes nothing."""
    session.execute(delete(BatchPrediction).where(BatchPrediction.id == batch_id))


def record_progress(
    session: Session, *, batch_id: str, rows_scored: int, rows_refused: int
) -> BatchPrediction:
    """Set the counts so far (not how many more). Raises BatchAbsent."""
    session.execute(
        update(BatchPrediction)
        .where(BatchPrediction.id == batch_id)
        .values(rows_scored=rows_scored, rows_refused=rows_refused)
    )
    return get(session, batch_id)


def _require_valid(batch_id: str, batch_format: str) -> None:
    if not _ID.fullmatch(batch_id):
        raise InvalidBatch("a batch id is 8 to 40 of A-Z, a-z, 0-9, _ and -")
    formats = list(get_args(BatchFormat))
    if batch_format not in formats:
        raise InvalidBatch(f"there is no format {batch_format!r}; {one_of(formats)}")
