"""The number that tells the data plane that something it must know has changed."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.core.tables import ServingRevision

_ROW = 1


def bump(session: Session) -> None:
    """Count up in the transaction of the change; the first migration inserted the one row."""
    session.execute(
        update(ServingRevision)
        .where(ServingRevision.id == _ROW)
        .values(revision=ServingRevision.revision + 1)
    )


def revision(session: Session) -> int:
    return session.scalars(select(ServingRevision.revision).where(ServingRevision.id == _ROW)).one()
