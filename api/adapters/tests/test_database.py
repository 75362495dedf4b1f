import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core.tables import JobEvent, Person, ServingRevision

NOW = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)


def person(name: str, now: datetime = NOW) -> Person:
    return Person(name=name, role="viewer", password_hash="-", created_at=now)


def count(sessions: sessionmaker[Session]) -> int:
    with read_session(sessions) as session:
        return session.scalar(select(func.count()).select_from(Person)) or 0


def test_a_write_is_committed_at_the_end(sessions: sessionmaker[Session]) -> None:
    with write_session(sessions) as session:
        session.add(person("ada"))
    assert count(sessions) == 1


def test_an_error_rolls_everything_back(sessions: sessionmaker[Session]) -> None:
    def write_and_fail() -> None:
        with write_session(sessions) as session:
            session.add(person("ada"))
            session.flush()
            raise RuntimeError("too bad")

    with pytest.raises(RuntimeError, match="too bad"):
        write_and_fail()
    assert count(sessions) == 0


def test_a_reader_cannot_write(sessions: sessionmaker[Session]) -> None:
    with read_session(sessions) as session, pytest.raises(DBAPIError, match=r"read-?only"):
        session.execute(text("UPDATE serving_revisions SET revision = 9"))


def test_a_connection_that_was_a_readers_can_write_again(sessions: sessionmaker[Session]) -> None:
    count(sessions)
    with write_session(sessions) as session:
        session.add(person("ada"))
    assert count(sessions) == 1


def test_a_reader_does_not_wait_for_a_writer(sessions: sessionmaker[Session]) -> None:
    with write_session(sessions) as session:
        session.add(person("ada"))
        session.flush()
        assert count(sessions) == 0


def test_writers_that_read_first_do_not_lose_updates(sessions: sessionmaker[Session]) -> None:
    threads, turns = 4, 10

    def bump() -> None:
        for _ in range(turns):
            with write_session(sessions) as session:
                locked = select(ServingRevision.revision).with_for_update()
                seen = session.scalars(locked).one()
                session.execute(update(ServingRevision).values(revision=seen + 1))

    running = [threading.Thread(target=bump) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    with read_session(sessions) as session:
        assert session.scalars(select(ServingRevision.revision)).one() == threads * turns


def test_foreign_keys_hold(sessions: sessionmaker[Session]) -> None:
    def write_orphan() -> None:
        with write_session(sessions) as session:
            session.add(JobEvent(job_id=404, at=NOW, kind="log", level="info", message=""))

    with pytest.raises(IntegrityError):
        write_orphan()


def test_a_time_comes_back_as_the_same_moment_in_utc(sessions: sessionmaker[Session]) -> None:
    lisbon = NOW.astimezone(timezone(timedelta(hours=1)))
    with write_session(sessions) as session:
        session.add(person("ada", lisbon))
    with read_session(sessions) as session:
        stored = session.scalars(select(Person.created_at)).one()
    assert (stored, stored.tzinfo) == (NOW, UTC)


def test_a_time_without_a_zone_is_refused(sessions: sessionmaker[Session]) -> None:
    def write_naive() -> None:
        with write_session(sessions) as session:
            session.add(person("ada", NOW.replace(tzinfo=None)))

    with pytest.raises(StatementError, match="naive datetime"):
        write_naive()


def test_sqlite_keeps_a_write_ahead_log(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
            assert connection.scalar(text("PRAGMA foreign_keys")) == 1
