"""Which keys there are, and which of them are of use."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from api.artifact.snapshot import ServedKey
from api.core.access.scopes import effective
from api.core.tables import ApiKey, Person

NOTED_EVERY = timedelta(minutes=1)
"""A request writes the time of its key's last use no more often."""


@dataclass(frozen=True)
class Sought:
    """Which keys are asked for; what is left out is not."""

    of: str | None = None
    """Whose."""
    search: str = ""
    """A part of the name, of the owner's, or of the prefix."""
    alive_at: datetime | None = None
    """Only those that are of use then."""


@dataclass(frozen=True)
class Page:
    keys: Sequence[tuple[ApiKey, Person]]
    next_before: int | None
    """The last id of the page; None where nothing follows."""
    total: int
    """On all pages together."""


def listed(session: Session, sought: Sought, *, before: int | None = None, limit: int = 50) -> Page:
    """Newest first."""
    found = select(ApiKey, Person).join(Person, Person.id == ApiKey.person_id)
    found = found.where(*_conditions(sought))
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    if before is not None:
        found = found.where(ApiKey.id < before)
    rows = session.execute(found.order_by(ApiKey.id.desc()).limit(limit + 1)).all()
    keys = [(key, person) for key, person in rows[:limit]]
    return Page(keys, keys[-1][0].id if len(rows) > limit else None, total)


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if sought.of is not None:
        conditions.append(Person.name == sought.of)
    if sought.search:
        columns = (ApiKey.name, ApiKey.prefix, Person.name)
        parts = [column.icontains(sought.search, autoescape=True) for column in columns]
        conditions.append(or_(*parts))
    if sought.alive_at is not None:
        conditions += alive(sought.alive_at)
    return conditions


def usable(session: Session, *, key: str, now: datetime) -> tuple[ApiKey, Person] | None:
    """None for what is no key, or one that was revoked, has expired, or is a disabled owner's."""
    statement = (
        select(ApiKey, Person)
        .join(Person, Person.id == ApiKey.person_id)
        .where(ApiKey.key_sha256 == digest(key), *alive(now))
    )
    found = session.execute(statement).one_or_none()
    return None if found is None else (found[0], found[1])


def served_keys(session: Session) -> tuple[ServedKey, ...]:
    """What the data plane must know: every key that was not revoked, with what it may do. Keys
    that expire are in it, as nothing tells the data plane when that moment has come."""
    statement = (
        select(ApiKey, Person.role)
        .join(Person, Person.id == ApiKey.person_id)
        .where(ApiKey.revoked_at.is_(None), Person.disabled_at.is_(None))
        .order_by(ApiKey.id)
    )
    return tuple(
        ServedKey(
            prefix=key.prefix,
            sha256=key.key_sha256,
            scopes=effective(key.scopes, role),
            requests_per_minute=key.requests_per_minute,
            expires_at=key.expires_at.timestamp() if key.expires_at else None,
        )
        for key, role in session.execute(statement)
    )


def is_worth_noting(key: ApiKey, now: datetime) -> bool:
    return key.last_used_at is None or now - key.last_used_at >= NOTED_EVERY


def digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def alive(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Not revoked, not expired, and of somebody who is let in."""
    return (
        ApiKey.revoked_at.is_(None),
        ApiKey.expires_at.is_(None) | (ApiKey.expires_at > now),
        Person.disabled_at.is_(None),
    )
