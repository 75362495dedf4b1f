"""Whom an administrator lets in, and the browsers that people are signed in with."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import audit
from api.core.access import operations, people
from api.core.access import sessions as web_sessions
from api.core.access.people import Deed, LastAdministrator
from api.core.access.sessions import IDLE, LASTS, NOTED_EVERY, Browser
from api.core.access.types import Role
from api.core.errors import FarolError
from api.core.tables import Person, WebSession

Sessions = sessionmaker[Session]
PASSWORD = "correct horse battery"
FIREFOX = Browser("10.0.0.7", "Firefox")


@pytest.fixture
def deed(now: datetime) -> Deed:
    return Deed("person:admin", "she asked", now)


@pytest.fixture
def team(sessions: Sessions, now: datetime) -> Sessions:
    """An administrator and a viewer."""
    members: tuple[tuple[str, Role], ...] = (("admin", "administrator"), ("ana", "viewer"))
    for name, role in members:
        with write_session(sessions) as session:
            operations.create_person(session, name=name, role=role, password=PASSWORD, now=now)
    return sessions


def sign_in(sessions: Sessions, name: str, token: str, now: datetime) -> None:
    with write_session(sessions) as session:
        person = operations.get(session, name)
        web_sessions.begin(session, person=person, token=token, browser=FIREFOX, now=now)


def who(sessions: Sessions, token: str, now: datetime) -> str | None:
    with read_session(sessions) as session:
        found = web_sessions.person_of(session, token=token, now=now)
    return found[0].name if found else None


def person(sessions: Sessions, name: str) -> Person:
    with read_session(sessions) as session:
        return operations.get(session, name)


def test_an_invited_person_has_to_choose_a_password(
    team: Sessions, deed: Deed, now: datetime
) -> None:
    with write_session(team) as session:
        people.invite(session, name="bea", role="engineer", password=PASSWORD, deed=deed)
    assert person(team, "bea").must_change_password
    with write_session(team) as session:
        people.change_own_password(
            session, name="bea", password="a better password", token=None, now=now
        )
    assert not person(team, "bea").must_change_password
    with read_session(team) as session:
        told = [(e.actor, e.action, e.after) for e in audit.search(session, subject="person:bea")]
    assert told == [
        ("person:bea", "person.set_password", None),
        ("person:admin", "person.invite", {"role": "engineer"}),
    ]


def test_a_role_is_changed_with_what_it_was(team: Sessions, deed: Deed) -> None:
    with write_session(team) as session:
        people.change_role(session, name="ana", role="engineer", deed=deed)
        people.change_role(session, name="ana", role="engineer", deed=deed)
    with read_session(team) as session:
        (entry,) = audit.search(session, action="person.*")
    assert (entry.before, entry.after, entry.reason) == (
        {"role": "viewer"},
        {"role": "engineer"},
        "she asked",
    )


def test_who_is_let_in_no_more_is_signed_out_and_nobody(
    team: Sessions, deed: Deed, now: datetime
) -> None:
    sign_in(team, "ana", "token", now)
    with write_session(team) as session:
        people.disable(session, name="ana", deed=deed)
    assert who(team, "token", now) is None
    with read_session(team) as session:
        assert operations.verify(session, name="ana", password=PASSWORD, now=now) is None
    with write_session(team) as session:
        people.enable(session, name="ana", deed=deed)
    with read_session(team) as session:
        assert operations.verify(session, name="ana", password=PASSWORD, now=now) is not None
    assert who(team, "token", now) is None, "she has to sign in again"


def test_the_last_administrator_stays_one(team: Sessions, deed: Deed) -> None:
    with write_session(team) as session:
        for refused in (
            lambda: people.disable(session, name="admin", deed=deed),
            lambda: people.change_role(session, name="admin", role="viewer", deed=deed),
        ):
            with pytest.raises(LastAdministrator):
                refused()
        people.change_role(session, name="ana", role="administrator", deed=deed)
        people.disable(session, name="admin", deed=deed)
        with pytest.raises(LastAdministrator):
            people.change_role(session, name="ana", role="viewer", deed=deed)


def test_of_two_administrators_who_remove_each_other_one_stays(team: Sessions, deed: Deed) -> None:
    with write_session(team) as session:
        people.change_role(session, name="ana", role="administrator", deed=deed)
    together, ends = threading.Barrier(2), []

    def remove(name: str) -> None:
        together.wait()
        try:
            with write_session(team) as session:
                people.disable(session, name=name, deed=deed)
            ends.append(True)
        except FarolError:
            ends.append(False)

    threads = [threading.Thread(target=remove, args=(name,)) for name in ("admin", "ana")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == [False, True]


def test_a_reset_password_signs_out_everywhere(team: Sessions, deed: Deed, now: datetime) -> None:
    sign_in(team, "ana", "token", now)
    with write_session(team) as session:
        people.reset_password(session, name="ana", password="a first password", deed=deed)
    assert who(team, "token", now) is None
    assert person(team, "ana").must_change_password


def test_ones_own_new_password_signs_out_every_other_browser(team: Sessions, now: datetime) -> None:
    for token in ("here", "there"):
        sign_in(team, "ana", token, now)
    sign_in(team, "admin", "somebody else", now)
    with write_session(team) as session:
        people.change_own_password(
            session, name="ana", password="a better password", token="here", now=now
        )
    found = [who(team, token, now) for token in ("here", "there", "somebody else")]
    assert found == ["ana", None, "admin"]


def test_a_session_ends_unused_after_a_while_and_used_after_a_week(
    team: Sessions, now: datetime
) -> None:
    sign_in(team, "ana", "token", now)
    almost = IDLE - timedelta(seconds=1)
    assert who(team, "token", now + almost) == "ana"
    assert who(team, "token", now + IDLE) is None
    used = now
    while used + almost < now + LASTS:
        used += almost
        with write_session(team) as session:
            found = web_sessions.person_of(session, token="token", now=used)
            assert found is not None
            assert web_sessions.is_worth_noting(found[1], used)
            web_sessions.note_use(session, session_id=found[1].id, now=used)
    assert who(team, "token", now + LASTS - timedelta(seconds=1)) == "ana"
    assert who(team, "token", now + LASTS) is None


def test_the_use_of_a_session_is_noted_by_the_minute(team: Sessions, now: datetime) -> None:
    sign_in(team, "ana", "token", now)
    with read_session(team) as session:
        (one,) = web_sessions.open_sessions(session, person_id=person(team, "ana").id, now=now)
    assert not web_sessions.is_worth_noting(one, now + NOTED_EVERY - timedelta(seconds=1))
    assert web_sessions.is_worth_noting(one, now + NOTED_EVERY)


def test_only_the_hash_of_a_token_is_stored(team: Sessions, now: datetime) -> None:
    sign_in(team, "ana", "a secret token", now)
    with read_session(team) as session:
        one = session.scalars(select(WebSession)).one()
    assert "a secret token" not in str(vars(one))
    assert (one.address, one.agent) == ("10.0.0.7", "Firefox")


def test_sessions_that_ended_are_forgotten(team: Sessions, now: datetime) -> None:
    sign_in(team, "ana", "old", now)
    sign_in(team, "ana", "new", now + IDLE)
    with write_session(team) as session:
        web_sessions.forget_ended(session, now=now + IDLE)
    with read_session(team) as session:
        assert len(session.scalars(select(WebSession)).all()) == 1
    assert who(team, "new", now + IDLE) == "ana"


def test_a_csrf_token_is_that_of_its_session_alone() -> None:
    token = web_sessions.csrf_token("one")
    assert web_sessions.is_csrf_token(token, "one")
    assert not web_sessions.is_csrf_token(token, "another")
    assert not web_sessions.is_csrf_token("", "one")
    assert not web_sessions.is_csrf_token("é", "one")
