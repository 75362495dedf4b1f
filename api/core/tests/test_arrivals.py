"""What a provider's claims make of somebody; the walk itself is in test_openid_sign_in.py."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core.access import arrivals, attempts
from api.core.access.arrivals import Identity, InvalidIdentity
from api.core.access.claims import LONGEST_NAME, at, name_of, role_of
from api.core.access.types import Role
from api.core.tables import AuditEntry, Person, SignInAttempt

Sessions = sessionmaker[Session]
ISSUER = "https://login.example.org"
ROLES: dict[str, Role] = {"readers": "viewer", "builders": "engineer", "7": "administrator"}


@pytest.mark.parametrize(
    ("claims", "path", "found"),
    [
        ({"roles": ["a"]}, "roles", ["a"]),
        ({"realm_access": {"roles": ["a"]}}, "realm_access.roles", ["a"]),
        ({"https://example.org/roles": ["a"]}, "https://example.org/roles", ["a"]),
        ({"realm_access": ["roles"]}, "realm_access.roles", None),
        ({}, "roles", None),
    ],
)
def test_a_claim_is_found_by_its_name_or_along_its_dots(claims, path: str, found) -> None:
    assert at(claims, path) == found


@pytest.mark.parametrize(
    ("said", "role"),
    [
        (["readers", "builders"], "engineer"),
        (["builders", "readers"], "engineer"),
        ("readers", "viewer"),
        (["others"], None),
        ([7, None, {}], None),
        ({"readers": True}, None),
        (None, None),
    ],
)
def test_the_highest_role_counts_and_what_is_not_mapped_gives_none(said, role) -> None:
    assert role_of(said, ROLES, None) == role
    assert role_of(said, ROLES, "viewer") == (role or "viewer")


@pytest.mark.parametrize(
    ("candidates", "name"),
    [
        (["ana"], "ana"),
        ([None, "", "ana"], "ana"),
        (["corp\\ana"], "corp\\ana"),
        (["https://id.example/ana"], "https---id.example-ana"),
        (["  ana\x00\n "], "ana"),
        (["..", "ana"], "ana"),
        (["x" * 500], "x" * LONGEST_NAME),
        ([], "somebody"),
    ],
)
def test_a_name_is_one_that_can_be_signed_and_linked_with(candidates, name: str) -> None:
    assert name_of(candidates) == name


def at_once(*deeds: Callable[[], None]) -> None:
    together = threading.Barrier(len(deeds))

    def do(deed: Callable[[], None]) -> None:
        together.wait()
        deed()

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def arrive(sessions: Sessions, subject: str, now: datetime) -> None:
    with write_session(sessions) as session:
        arrivals.arrive(
            session, identity=Identity(ISSUER, subject), name="ana", role="viewer", now=now
        )


def people(sessions: Sessions) -> list[tuple[str, str | None]]:
    with read_session(sessions) as session:
        found = session.scalars(select(Person).order_by(Person.name))
        return [(one.name, one.subject) for one in found]


def test_two_first_sign_ins_of_one_person_at_once_make_one_account(
    sessions: Sessions, now: datetime
) -> None:
    at_once(*[lambda: arrive(sessions, "1", now)] * 4)
    assert people(sessions) == [("ana", "1")]
    with read_session(sessions) as session:
        actions = list(session.scalars(select(AuditEntry.action)))
    assert actions.count("person.create_external") == 1
    assert actions.count("person.sign_in") == 4


def test_two_people_of_one_name_at_once_are_two(sessions: Sessions, now: datetime) -> None:
    at_once(lambda: arrive(sessions, "1", now), lambda: arrive(sessions, "2", now))
    found = people(sessions)
    assert [name for name, _ in found] == ["ana", "ana-2"]
    assert {subject for _, subject in found} == {"1", "2"}


@pytest.mark.parametrize("subject", ["", "x" * 256])
def test_a_subject_that_cannot_be_kept_is_refused(
    sessions: Sessions, now: datetime, subject: str
) -> None:
    with pytest.raises(InvalidIdentity):
        arrive(sessions, subject, now)


SECRETS = attempts.Secrets(state="s" * 43, nonce="n" * 43, code_verifier="v" * 43)


def begin(sessions: Sessions, now: datetime) -> None:
    with write_session(sessions) as session:
        attempts.begin(session, secrets=SECRETS, browser="b" * 43, return_path="/", now=now)


def test_an_attempt_is_taken_once_however_many_ask_at_a_time(
    sessions: Sessions, now: datetime
) -> None:
    begin(sessions, now)
    taken = []

    def take() -> None:
        with write_session(sessions) as session:
            found = attempts.take(session, state=SECRETS.state, browser="b" * 43, now=now)
            taken.append(found is not None)

    at_once(take, take, take)
    assert sorted(taken) == [False, False, True]


def test_attempts_that_are_over_are_forgotten(sessions: Sessions, now: datetime) -> None:
    begin(sessions, now)
    for later, left in ((timedelta(0), 1), (attempts.LASTS, 0)):
        with write_session(sessions) as session:
            attempts.forget_expired(session, now=now + later)
        with read_session(sessions) as session:
            assert len(session.scalars(select(SignInAttempt)).all()) == left


def test_what_is_kept_of_an_attempt_does_not_tell_its_state(
    sessions: Sessions, now: datetime
) -> None:
    begin(sessions, now)
    with read_session(sessions) as session:
        kept = session.scalars(select(SignInAttempt)).one()
    assert SECRETS.state not in vars(kept).values()
    assert "b" * 43 not in vars(kept).values()
    assert SECRETS.state not in repr(SECRETS)
