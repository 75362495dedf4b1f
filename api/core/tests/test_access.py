import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import audit
from api.core.access import operations
from api.core.access.lockout import FAILURES_TO_LOCK, LOCKED_FOR
from api.core.access.recent import MOST_REMEMBERED, REMEMBERED_SECONDS, RecentlyVerified
from api.core.tables import Person

Sessions = sessionmaker[Session]
PASSWORD = "correct horse battery"


def create(sessions: Sessions, now: datetime, name: str = "ada", password: str = PASSWORD) -> None:
    with write_session(sessions) as session:
        operations.create_person(session, name=name, role="engineer", password=password, now=now)


def test_the_right_password_gives_the_person(sessions: Sessions, now: datetime) -> None:
    create(sessions, now)
    with read_session(sessions) as session:
        person = operations.verify(session, name="ada", password=PASSWORD, now=now)
    assert person is not None
    assert (person.name, person.role) == ("ada", "engineer")


@pytest.mark.parametrize(
    ("name", "password"),
    [("ada", "correct horse"), ("eve", PASSWORD), ("eve", ""), ("ada", "x" * 5_000)],
)
def test_anything_else_gives_nobody(
    sessions: Sessions, now: datetime, name: str, password: str
) -> None:
    create(sessions, now)
    with read_session(sessions) as session:
        assert operations.verify(session, name=name, password=password, now=now) is None


def test_an_unknown_name_costs_a_check_like_a_wrong_password(
    sessions: Sessions, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(sessions, now)
    checked: list[str] = []
    matches = operations._matches
    monkeypatch.setattr(
        operations,
        "_matches",
        lambda stored, given: checked.append(stored) or matches(stored, given),
    )
    with read_session(sessions) as session:
        operations.verify(session, name="eve", password="wrong password", now=now)
        operations.verify(session, name="ada", password="wrong password", now=now)
    unknown, known = (stored.rsplit("$", 2)[0] for stored in checked)
    assert unknown == known


def test_only_an_argon2id_hash_is_stored(sessions: Sessions, now: datetime) -> None:
    create(sessions, now)
    with read_session(sessions) as session:
        stored = session.scalars(select(Person.password_hash)).one()
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored


def test_a_name_is_taken_once(sessions: Sessions, now: datetime) -> None:
    create(sessions, now)
    with pytest.raises(operations.NameTaken):
        create(sessions, now)


@pytest.mark.parametrize(
    ("name", "password"),
    [("", PASSWORD), ("a:b", PASSWORD), ("a\n", PASSWORD), ("a" * 129, PASSWORD), ("ada", "short")],
)
def test_what_would_not_do_is_refused(
    sessions: Sessions, now: datetime, name: str, password: str
) -> None:
    with pytest.raises(operations.InvalidPerson):
        create(sessions, now, name, password)


def test_two_first_starts_at_once_make_one_administrator(sessions: Sessions, now: datetime) -> None:
    ends: list[bool | str] = []
    together = threading.Barrier(2)

    def start(password: str) -> None:
        together.wait()
        try:
            with write_session(sessions) as session:
                made = operations.ensure_first_administrator(session, now=now, password=password)
        except operations.NameTaken as error:
            ends.append(error.kind)
        else:
            ends.append(made)

    threads = [threading.Thread(target=start, args=(f"password {n} {n} {n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ends.count(True) == 1
    assert set(ends) <= {True, False, "conflict"}
    with read_session(sessions) as session:
        assert len(session.scalars(select(Person)).all()) == 1


def test_the_first_administrator_is_made_once(sessions: Sessions, now: datetime) -> None:
    made = []
    for password in (PASSWORD, "another password"):
        with write_session(sessions) as session:
            made.append(operations.ensure_first_administrator(session, now=now, password=password))
    assert made == [True, False]
    with read_session(sessions) as session:
        person = operations.verify(session, name="admin", password=PASSWORD, now=now)
    assert person is not None
    assert person.role == "administrator"


def test_a_password_that_was_right_is_not_checked_again_until_it_is_old(
    sessions: Sessions, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(sessions, now)
    seconds = 0.0
    recent = RecentlyVerified(clock=lambda: seconds)
    checks: list[str] = []
    matches = operations._matches
    monkeypatch.setattr(
        operations, "_matches", lambda stored, given: checks.append(given) or matches(stored, given)
    )

    def enters(password: str) -> bool:
        with read_session(sessions) as session:
            return (
                operations.verify(session, name="ada", password=password, now=now, recent=recent)
                is not None
            )

    assert [enters(PASSWORD), enters(PASSWORD)] == [True, True]
    assert checks == [PASSWORD]
    assert [enters("wrong password"), enters("wrong password")] == [False, False]
    assert len(checks) == 3, "what was wrong is checked each time"
    seconds = REMEMBERED_SECONDS
    assert enters(PASSWORD)
    assert len(checks) == 4
    with write_session(sessions) as session:
        operations.set_password(
            session, name="ada", password="another password", actor="test", now=now
        )
    assert [enters(PASSWORD), enters("another password")] == [False, True]


def test_the_oldest_is_forgotten_first_and_nothing_is_shown() -> None:
    recent = RecentlyVerified(clock=lambda: 0.0)
    for number in range(MOST_REMEMBERED + 1):
        recent.add("hash", f"password {number}")
    assert not recent.knows("hash", "password 0")
    assert recent.knows("hash", f"password {MOST_REMEMBERED}")
    assert "_key" not in repr(recent)
    assert "_until" not in repr(recent)


def fail(sessions: Sessions, now: datetime, times: int, name: str = "ada") -> None:
    for _ in range(times):
        with write_session(sessions) as session:
            operations.record_failure(session, name=name, now=now)


def enters(sessions: Sessions, now: datetime, password: str = PASSWORD) -> bool:
    with read_session(sessions) as session:
        return operations.verify(session, name="ada", password=password, now=now) is not None


def test_too_many_wrong_passwords_in_a_row_lock_the_account_for_a_while(
    sessions: Sessions, now: datetime
) -> None:
    create(sessions, now)
    fail(sessions, now, FAILURES_TO_LOCK - 1)
    assert enters(sessions, now)
    fail(sessions, now, 1)
    with pytest.raises(operations.AccountLocked, match="15 more minutes"):
        enters(sessions, now)
    with pytest.raises(operations.AccountLocked, match="1 more minutes"):
        enters(sessions, now + LOCKED_FOR - timedelta(seconds=1))
    assert enters(sessions, now + LOCKED_FOR)
    with read_session(sessions) as session:
        entry = audit.search(session, subject="person:ada", action="person.lock")[0]
    assert entry.actor == "system"


def test_after_a_lock_counting_begins_anew(sessions: Sessions, now: datetime) -> None:
    create(sessions, now)
    fail(sessions, now, FAILURES_TO_LOCK)
    later = now + LOCKED_FOR
    fail(sessions, later, FAILURES_TO_LOCK - 1)
    assert enters(sessions, later)


def test_a_failure_for_an_unknown_name_is_nobodys(sessions: Sessions, now: datetime) -> None:
    fail(sessions, now, FAILURES_TO_LOCK, name="eve")
    with read_session(sessions) as session:
        assert audit.search(session) == []


def test_a_new_password_opens_a_locked_account(sessions: Sessions, now: datetime) -> None:
    create(sessions, now)
    fail(sessions, now, FAILURES_TO_LOCK)
    with write_session(sessions) as session:
        operations.set_password(
            session, name="ada", password="another password", actor="test", now=now
        )
    assert enters(sessions, now, "another password")
