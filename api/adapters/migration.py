"""Bring a database to the newest schema, however many processes try it at once."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

import api.migrations

_ADVISORY_LOCK = 0x6661726F6C  # "farol"
MIGRATIONS = Path(api.migrations.__path__[0])


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, wherever the package is installed and the process was started."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def migrate(url: str) -> None:
    """Upgrade to the newest revision in one transaction; those who come second find it done."""
    with one_at_a_time(url) as connection:
        command.upgrade(alembic_config(connection), "head")


def is_at_newest_schema(url: str) -> bool:
    """Whether ``migrate`` would change nothing. Raises what the driver raises when out of reach."""
    script = ScriptDirectory.from_config(alembic_config())
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == script.get_current_head()


@contextmanager
def one_at_a_time(url: str) -> Iterator[Connection]:
    """A connection in a transaction that no other migration of this database runs beside."""
    if make_url(url).get_backend_name() == "sqlite":
        with _file_lock(url), _sqlite_engine(url).connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            connection.exec_driver_sql("COMMIT")
        return
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        yield connection


def _sqlite_engine(url: str) -> Engine:
    # Foreign keys stay off: rebuilding a table, which is how SQLite alters one, would cascade.
    return create_engine(
        url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args={"timeout": 30}
    )


@contextmanager
def _file_lock(url: str) -> Iterator[None]:
    """The write lock of SQLite would do, but for the switch to WAL, which it does not cover."""
    database = make_url(url).database
    if not database or database == ":memory:":
        raise ValueError("a database in memory cannot be migrated: every connection has its own")
    path = Path(database)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.migration-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
