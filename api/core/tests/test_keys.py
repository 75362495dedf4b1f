"""Keys in the database: what the data plane learns of them, and when."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import serving_revision
from api.core.access import key_queries, keys, people
from api.core.access.key_queries import NOTED_EVERY, served_keys
from api.core.access.keys import LONGEST, MOST_KEYS, NewKey, Secret
from api.core.access.operations import create_person
from api.core.access.people import Deed
from api.core.access.scopes import NEEDS, SCOPES, Scope, beyond, effective
from api.core.access.types import RANKS
from api.core.errors import FarolError
from api.core.tables import ApiKey

Sessions = sessionmaker[Session]
DAY = timedelta(days=1)


@pytest.fixture
def deed(now: datetime) -> Deed:
    return Deed("person:admin", "she asked", now)


@pytest.fixture
def ana(sessions: Sessions, now: datetime) -> Sessions:
    with write_session(sessions) as session:
        create_person(
            session, name="ana", role="engineer", password="correct horse battery", now=now
        )
    return sessions


def make(
    sessions: Sessions, deed: Deed, number: int = 1, expires_at: datetime | None = None
) -> ApiKey:
    new = NewKey("booking", ("predict", "outcomes"), expires_at, 60)
    secret = Secret(f"{number:010x}", f"random part {number}")
    with write_session(sessions) as session:
        return keys.create(session, owner="ana", new=new, secret=secret, deed=deed)


def served(sessions: Sessions) -> list[tuple[str, tuple[str, ...]]]:
    with read_session(sessions) as session:
        return [(key.prefix, key.scopes) for key in served_keys(session)]


def revision(sessions: Sessions) -> int:
    with read_session(sessions) as session:
        return serving_revision.revision(session)


def test_the_data_plane_is_told_of_every_change(ana: Sessions, deed: Deed) -> None:
    seen = [revision(ana)]
    key = make(ana, deed)
    seen.append(revision(ana))
    assert served(ana) == [(key.prefix, ("predict", "outcomes"))]
    with write_session(ana) as session:
        people.change_role(session, name="ana", role="viewer", deed=deed)
    seen.append(revision(ana))
    assert served(ana) == [(key.prefix, ("predict",))]
    with write_session(ana) as session:
        keys.revoke(session, key_id=key.id, deed=deed)
    seen.append(revision(ana))
    assert served(ana) == []
    assert seen == sorted(set(seen))


def test_a_disabled_owners_keys_are_not_served(ana: Sessions, deed: Deed) -> None:
    key = make(ana, deed)
    with write_session(ana) as session:
        create_person(session, name="admin", role="administrator", password="x" * 20, now=deed.now)
        people.disable(session, name="ana", deed=deed)
    assert served(ana) == []
    with write_session(ana) as session:
        people.enable(session, name="ana", deed=deed)
    assert [prefix for prefix, _ in served(ana)] == [key.prefix]


def test_a_key_is_usable_until_it_expires(ana: Sessions, deed: Deed, now: datetime) -> None:
    make(ana, deed, expires_at=now + DAY)
    secret = Secret(f"{1:010x}", "random part 1").key
    with read_session(ana) as session:
        assert key_queries.usable(session, key=secret, now=now + DAY / 2) is not None
        assert key_queries.usable(session, key=secret, now=now + DAY) is None
        assert key_queries.usable(session, key=secret + "x", now=now) is None


def test_an_earlier_use_that_is_told_later_does_not_count(
    ana: Sessions, deed: Deed, now: datetime
) -> None:
    key = make(ana, deed)
    for minutes, address in ((5, "10.0.0.5"), (3, "10.0.0.3")):
        at = now + timedelta(minutes=minutes)
        with write_session(ana) as session:
            keys.note_use(session, prefix=key.prefix, address=address, at=at)
    with read_session(ana) as session:
        ((row, _),) = key_queries.listed(session, key_queries.Sought()).keys
    assert (row.last_used_at, row.last_used_address) == (now + timedelta(minutes=5), "10.0.0.5")
    assert not key_queries.is_worth_noting(row, now + timedelta(minutes=5, seconds=59))
    assert key_queries.is_worth_noting(row, now + timedelta(minutes=5) + NOTED_EVERY)


@pytest.mark.parametrize("after", [timedelta(0), LONGEST + timedelta(seconds=1)])
def test_a_key_expires_within_a_year(
    ana: Sessions, deed: Deed, now: datetime, after: timedelta
) -> None:
    with pytest.raises(FarolError, match="366 days"):
        make(ana, deed, expires_at=now + after)


def test_nobody_has_more_keys_than_can_be_overseen(ana: Sessions, deed: Deed) -> None:
    for number in range(MOST_KEYS):
        key = make(ana, deed, number)
    with pytest.raises(FarolError, match="revoke one"):
        make(ana, deed, 99)
    with write_session(ana) as session:
        keys.revoke(session, key_id=key.id, deed=deed)
    make(ana, deed, 99)


@pytest.mark.parametrize("role", RANKS)
def test_a_scope_is_allowed_from_its_role_on(role: str) -> None:
    allowed: list[Scope] = [scope for scope in SCOPES if RANKS[role] >= RANKS[NEEDS[scope]]]
    assert effective(SCOPES, role) == tuple(allowed)
    assert beyond(SCOPES, role) == [scope for scope in SCOPES if scope not in allowed]


def test_a_secret_is_not_shown_where_it_is_printed() -> None:
    assert "hush" not in repr(Secret("abc", "hush"))
