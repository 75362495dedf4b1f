"""Add counts to stored rollups."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from api.core.insertion import insert_if_absent
from api.core.tables import Table

_KEYS_A_STATEMENT = 100

Key = TypeVar("Key", bound=NamedTuple)
Rollup = TypeVar("Rollup", bound=Table)


def accumulate(
    session: Session, table: type[Rollup], rollups: Mapping[Key, Any], nothing: dict[str, Any]
) -> None:
    """Add to the stored rollups. Rows are locked in the order of their keys: no deadlocks.

    The keys' fields are the table's key, and the counts' attributes, whose zeros are ``nothing``,
    its other columns; lists add up element by element.
    """
    keys = sorted(rollups)
    for start in range(0, len(keys), _KEYS_A_STATEMENT):
        some = keys[start : start + _KEYS_A_STATEMENT]
        insert_if_absent(session, table, [key._asdict() | nothing for key in some])
        for stored in _locked(session, table, some):
            key = type(some[0])(*(getattr(stored, name) for name in some[0]._fields))
            add_to(stored, vars(rollups[key]))
        session.flush()


def _locked(session: Session, table: type[Rollup], keys: list[Key]) -> Iterable[Rollup]:
    columns = [getattr(table, name) for name in keys[0]._fields]
    statement = select(table).where(tuple_(*columns).in_(keys)).order_by(*columns)
    return session.scalars(
        statement.with_for_update().execution_options(populate_existing=True)
    ).all()


def add_to(stored: object, counts: Mapping[str, Any]) -> None:
    """Add each count to the attribute of its name."""
    for name, value in counts.items():
        old = getattr(stored, name)
        if isinstance(value, list):
            # Strict: other bounds than those stored need a migration that puts the old counts in.
            setattr(stored, name, [one + more for one, more in zip(old, value, strict=True)])
        else:
            setattr(stored, name, old + value)
