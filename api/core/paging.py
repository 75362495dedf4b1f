"""Lists that are read a page at a time, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    rows: Sequence[Row]
    next_before: int | None
    """The key of the last row; None where nothing follows."""


def page(
    session: Session,
    statement: Select[Row],
    key: InstrumentedAttribute[int],
    *,
    before: int | None,
    limit: int,
) -> Page[Row]:
    """At most ``limit`` rows whose ``key`` is below ``before``, the highest first."""
    if before is not None:
        statement = statement.where(key < before)
    found = session.scalars(statement.order_by(key.desc()).limit(limit + 1)).all()
    shown: Sequence[Any] = found[:limit]
    return Page(shown, getattr(shown[-1], key.key) if len(found) > limit else None)
