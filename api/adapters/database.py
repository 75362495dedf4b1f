"""Engines and transactions, meaning the same on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

_BUSY_SECONDS = 30
_CONNECT_SECONDS = 5
_OPTIONS: dict[str, Any] = {
    # At least a connection for each of the forty threads that a web process answers with.
    "pool_size": 20,
    "max_overflow": 30,
    # A third of the time of the standard library's, and the log is read by the hundred thousand.
    "json_deserializer": msgspec.json.decode,
}
_READ_ONLY = {"farol_read_only": True, "postgresql_readonly": True}


def make_engine(url: str) -> Engine:
    """An engine for ``sqlite:///…`` or ``postgresql+psycopg://…``.

    On SQLite a transaction takes the write lock when it begins: WAL and a busy timeout do not save
    one that reads first and writes later.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _make_sqlite_engine(url)
    return create_engine(
        url, pool_pre_ping=True, connect_args={"connect_timeout": _CONNECT_SECONDS}, **_OPTIONS
    )


def make_session_factory(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def write_session(factory: sessionmaker[Session]) -> Iterator[Session]:
    """One transaction: committed at the end, rolled back when the block raises."""
    with factory() as session, session.begin():
        yield session


@contextmanager
def read_session(factory: sessionmaker[Session]) -> Iterator[Session]:
    """One transaction that sees one state of the database, waits for nobody and writes nothing."""
    with factory(execution_options=_READ_ONLY) as session:
        yield session


def _make_sqlite_engine(url: str) -> Engine:
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS}, **_OPTIONS)
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: SqliteConnection, _record: object) -> None:
    # The driver would begin transactions by itself, and never IMMEDIATE ones.
    connection.isolation_level = None
    cursor = connection.cursor()
    if cursor.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("farol_read_only", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if read_only else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
