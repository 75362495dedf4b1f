from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from api.core.errors import FarolError, Kind
from api.core.tables import ModelDraft


class DraftAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


@dataclass(frozen=True)
class Page:
    drafts: Sequence[ModelDraft]
    next_offset: int | None
    total: int
    """On all pages together."""


def get(session: Session, draft_id: str) -> ModelDraft:
    """Raises DraftAbsent."""
    draft = session.get(ModelDraft, draft_id)
    if draft is None:
        raise DraftAbsent("there is no such draft: it may have been discarded")
    return draft


def locked(session: Session, draft_id: str) -> ModelDraft:
    """Until the end of the transaction. Raises DraftAbsent."""
    statement = select(ModelDraft).where(ModelDraft.id == draft_id).with_for_update()
    draft = session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    return get(session, draft_id) if draft is None else draft


def listed(session: Session, *, search: str = "", offset: int = 0, limit: int = 50) -> Page:
    """Those that were changed last first; ``search`` is a part of the name or of the file's."""
    found = select(ModelDraft)
    if search:
        found = found.where(
            or_(
                ModelDraft.name.icontains(search, autoescape=True),
                ModelDraft.filename.icontains(search, autoescape=True),
            )
        )
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    ordered = found.order_by(ModelDraft.changed_at.desc(), ModelDraft.id).offset(offset)
    rows = session.scalars(ordered.limit(limit + 1)).all()
    following = offset + limit if len(rows) > limit else None
    return Page(rows[:limit], following, total)
