"""Sign-ins that began at Farol and have not come back from the provider.

Kept in the database, so that whichever process is asked knows of them; each is good for one answer,
in the browser that began it.
"""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.core.access.sessions import digest
from api.core.tables import SignInAttempt

LASTS = timedelta(minutes=10)
"""Long enough to find a second factor."""


@dataclass(frozen=True)
class Secrets:
    """Fresh, each of at least 256 bits, drawn by the caller."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)


def begin(
    session: Session, *, secrets: Secrets, browser: str, return_path: str, now: datetime
) -> None:
    """``browser`` is the secret of a cookie that no other browser has."""
    session.add(
        SignInAttempt(
            state_sha256=digest(secrets.state),
            browser_sha256=digest(browser),
            nonce=secrets.nonce,
            code_verifier=secrets.code_verifier,
            return_path=return_path,
            expires_at=now + LASTS,
        )
    )
    session.flush()


def take(session: Session, *, state: str, browser: str, now: datetime) -> SignInAttempt | None:
    """Once; None for one that is unknown, over, or of another browser."""
    statement = select(SignInAttempt).where(SignInAttempt.state_sha256 == digest(state))
    found = session.scalars(statement.with_for_update()).one_or_none()
    if found is None or not hmac.compare_digest(found.browser_sha256, digest(browser)):
        return None
    session.delete(found)
    session.flush()
    return found if now < found.expires_at else None


def forget_expired(session: Session, *, now: datetime) -> None:
    session.execute(delete(SignInAttempt).where(SignInAttempt.expires_at <= now))
