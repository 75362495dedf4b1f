"""Too many wrong passwords in a row lock an account for a while. Pure."""

from datetime import datetime, timedelta

FAILURES_TO_LOCK = 10
LOCKED_FOR = timedelta(minutes=15)
"""Long enough that guessing is hopeless, short enough that nobody is shut out of a working day."""


def after_failure(failures: int, now: datetime) -> tuple[int, datetime | None]:
    """The failures in a row with this one, and until when the account is locked, if now it is."""
    counted = failures + 1
    return counted, now + LOCKED_FOR if counted >= FAILURES_TO_LOCK else None


def is_locked(locked_until: datetime | None, now: datetime) -> bool:
    return locked_until is not None and now < locked_until
