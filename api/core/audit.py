"""The append-only record of who changed what, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.core.audit_actions import AuditAction
from api.core.tables import AuditEntry

_ORIGIN = "audit_origin"


@dataclass(frozen=True)
class Origin:
    """The request that a change came in."""

    request_id: str
    address: str
    api_key: str | None = None
    """Prefix of the key that was asked with."""


def came_from(session: Session, origin: Origin) -> None:
    """What is recorded in this session from now on came from there."""
    session.info[_ORIGIN] = origin


def record(
    session: Session,
    *,
    now: datetime,
    actor: str,
    action: AuditAction,
    subject: str,
    reason: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write an entry in the transaction of the change that it tells of."""
    origin: Origin | None = session.info.get(_ORIGIN)
    session.add(
        AuditEntry(
            at=now,
            actor=actor,
            action=action,
            subject=subject,
            before=before,
            after=after,
            reason=reason,
            request_id=origin.request_id if origin else None,
            address=origin.address if origin else None,
            api_key=origin.api_key if origin else None,
        )
    )
    session.flush()


def search(
    session: Session,
    *,
    subject: str | None = None,
    actor: str | None = None,
    action: str | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    before_id: int | None = None,
    limit: int = 50,
) -> Sequence[AuditEntry]:
    """Newest first; what is left out is not asked for. ``start`` is in, ``end`` is not.

    ``person:*`` as subject or actor is whichever person; ``person.*`` is any action on people.
    """
    statement = select(AuditEntry)
    if subject is not None:
        statement = statement.where(_matches(AuditEntry.subject, subject, ":*"))
    if actor is not None:
        statement = statement.where(_matches(AuditEntry.actor, actor, ":*"))
    if action is not None:
        statement = statement.where(_matches(AuditEntry.action, action, ".*"))
    if start is not None:
        statement = statement.where(AuditEntry.at >= start)
    if end is not None:
        statement = statement.where(AuditEntry.at < end)
    if before_id is not None:
        statement = statement.where(AuditEntry.id < before_id)
    return session.scalars(statement.order_by(AuditEntry.id.desc()).limit(limit)).all()


def entries(session: Session, *, subject: str, limit: int = 100) -> Sequence[AuditEntry]:
    """Newest first."""
    statement = select(AuditEntry).where(AuditEntry.subject == subject)
    return session.scalars(statement.order_by(AuditEntry.id.desc()).limit(limit)).all()


def _matches(column: InstrumentedAttribute[str], asked: str, whichever: str) -> ColumnElement[bool]:
    if asked.endswith(whichever):
        return column.startswith(asked.removesuffix("*"), autoescape=True)
    return column == asked
