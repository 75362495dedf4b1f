"""The database is away: the errors that say so, and that are worth trying again."""

from sqlalchemy.exc import InterfaceError, OperationalError

DATABASE_AWAY = (OperationalError, InterfaceError)


def first_line(error: BaseException) -> str:
    """Of an error that may quote a whole statement."""
    return str(error).strip().partition("\n")[0][:300]
