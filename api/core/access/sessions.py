"""Browsers that are signed in. Of the cookie's value, a secret, only the hash is kept."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from api.core.tables import Person, WebSession

LASTS = timedelta(days=7)
"""However often it is used."""
IDLE = timedelta(hours=12)
"""Unused for so long, it has ended."""
NOTED_EVERY = timedelta(minutes=1)
"""A request writes the time of its session's last use no more often."""


@dataclass(frozen=True)
class Browser:
    address: str
    agent: str


def begin(
    session: Session,
    *,
    person: Person,
    token: str,
    browser: Browser,
    now: datetime,
    id_token: str | None = None,
) -> WebSession:
    """``token`` is a fresh secret of at least 128 bits, drawn by the caller; ``id_token`` is what
    an OpenID Connect provider said of the person."""
    person.last_signed_in_at = now
    begun = WebSession(
        token_sha256=digest(token),
        person_id=person.id,
        created_at=now,
        last_used_at=now,
        expires_at=now + LASTS,
        address=browser.address[:64],
        agent=browser.agent[:200],
        id_token=id_token,
    )
    session.add(begun)
    session.flush()
    return begun


def person_of(session: Session, *, token: str, now: datetime) -> tuple[Person, WebSession] | None:
    """None for a session that has ended, and for a person who was disabled."""
    statement = (
        select(Person, WebSession)
        .join(WebSession, WebSession.person_id == Person.id)
        .where(
            WebSession.token_sha256 == digest(token),
            WebSession.expires_at > now,
            WebSession.last_used_at > now - IDLE,
            Person.disabled_at.is_(None),
        )
    )
    found = session.execute(statement).one_or_none()
    return None if found is None else (found[0], found[1])


def is_worth_noting(one: WebSession, now: datetime) -> bool:
    return now - one.last_used_at >= NOTED_EVERY


def note_use(session: Session, *, session_id: int, now: datetime) -> None:
    one = session.get(WebSession, session_id)
    if one is not None:
        one.last_used_at = now


def end(session: Session, *, token: str) -> str | None:
    """The ID token that it began with, if it did; None where it has ended."""
    statement = select(WebSession).where(WebSession.token_sha256 == digest(token))
    found = session.scalars(statement).one_or_none()
    if found is None:
        return None
    session.delete(found)
    return found.id_token


def end_all(session: Session, *, person_id: int, but: str | None = None) -> None:
    """Every session of a person, but for that of the token ``but``."""
    statement = delete(WebSession).where(WebSession.person_id == person_id)
    if but is not None:
        statement = statement.where(WebSession.token_sha256 != digest(but))
    session.execute(statement)


def open_sessions(session: Session, *, person_id: int, now: datetime) -> Sequence[WebSession]:
    """Newest first."""
    statement = select(WebSession).where(
        WebSession.person_id == person_id,
        WebSession.expires_at > now,
        WebSession.last_used_at > now - IDLE,
    )
    return session.scalars(statement.order_by(WebSession.id.desc())).all()


def forget_ended(session: Session, *, now: datetime) -> None:
    session.execute(
        delete(WebSession).where(
            or_(WebSession.expires_at <= now, WebSession.last_used_at <= now - IDLE)
        )
    )


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_token(token: str) -> str:
    """What a page of ours says beside the cookie, and a page of others cannot know."""
    made = hmac.digest(token.encode(), b"farol csrf", "sha256")
    return urlsafe_b64encode(made).decode().rstrip("=")


def is_csrf_token(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), csrf_token(token).encode())
