import re
from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Session

from api.core import audit, outbox
from api.core.errors import FarolError, Kind
from api.core.tables import Job

REGISTER_TASK = "registrations.register"
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


class InvalidUpload(FarolError):
    kind: ClassVar[Kind] = "invalid"


def start(
    session: Session,
    *,
    upload_id: str,
    model: str,
    actor: str,
    now: datetime,
    reason: str = "uploaded to be checked and registered",
) -> Job:
    """Ask for an upload, already in its directory, to be checked and registered.

    One attempt only beyond the first: a graph that kills its checker twice is refused.
    """
    if not _ID.fullmatch(upload_id):
        raise InvalidUpload("an upload id is 8 to 64 of A-Z, a-z, 0-9, _ and -")
    job = outbox.enqueue(
        session,
        task=REGISTER_TASK,
        arguments={"upload_id": upload_id},
        now=now,
        created_by=actor,
        max_attempts=2,
    )
    audit.record(
        session,
        now=now,
        actor=actor,
        action="model.upload",
        subject=f"model:{model}",
        after={"upload_id": upload_id, "job_id": job.id},
        reason=reason,
    )
    return job
