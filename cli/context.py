"""What the commands share: the settings, the database, who is acting."""

import fcntl
import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import make_engine, make_session_factory
from api.adapters.migration import migrate
from api.adapters.settings import Settings
from cli.output import fail


@cache
def settings() -> Settings:
    return Settings()


@cache
def sessions() -> sessionmaker[Session]:
    """Sessions on the installation's database, brought to the newest schema first."""
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    migrate(settings().database)
    return make_session_factory(make_engine(settings().database))


def now() -> datetime:
    return datetime.now(UTC)


def actor() -> str:
    return f"person:{getpass.getuser()}"


@contextmanager
def only_one_up() -> Iterator[None]:
    """Hold the installation: a second ``farol up`` on the same data directory is refused."""
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    with (settings().data_dir / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise fail(
                f"Farol already runs on {settings().data_dir.absolute()}. "
                "Stop it with Ctrl-C where it was started, or set FAROL_DATA_DIR to another folder."
            ) from None
        yield


def is_up() -> bool:
    """Whether a ``farol up`` holds this data directory: its worker then runs the jobs."""
    path = settings().data_dir / "up.lock"
    if not path.exists():
        return False
    with path.open("r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
