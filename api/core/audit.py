"""The append-only record of who changed what, and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.tables import AuditEntry


def record(
    session: Session,
    *,
    now: datetime,
    actor: str,
    action: str,
    subject: str,
    reason: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write an entry in the transaction of the change that it tells of."""
    session.add(
        AuditEntry(
            at=now,
            actor=actor,
            action=action,
            subject=subject,
            before=before,
            after=after,
            reason=reason,
        )
    )
    session.flush()


def entries(session: Session, *, subject: str, limit: int = 100) -> Sequence[AuditEntry]:
    """Newest first."""
    statement = select(AuditEntry).where(AuditEntry.subject == subject)
    return session.scalars(statement.order_by(AuditEntry.id.desc()).limit(limit)).all()
