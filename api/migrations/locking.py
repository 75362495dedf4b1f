"""A migration that cannot get its lock soon gives up, rather than queue all traffic behind it."""

from alembic import op

LOCK_TIMEOUT_SECONDS = 5


def set_lock_timeout() -> None:
    """The first statement of every migration. SQLite has one lock, waited for when it is opened."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT_SECONDS}s'")
