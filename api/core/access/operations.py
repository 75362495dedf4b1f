from datetime import datetime
from functools import cache
from typing import ClassVar, get_args

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.core import audit
from api.core.access import lockout
from api.core.access.recent import RecentlyVerified
from api.core.access.types import FIRST_ADMINISTRATOR, Role
from api.core.audit_actions import AuditAction
from api.core.errors import FarolError, Kind, one_of
from api.core.tables import Person

MINIMUM_PASSWORD_CHARACTERS = 12
_MAXIMUM_PASSWORD_CHARACTERS = 1_000
_MAXIMUM_NAME_CHARACTERS = 128
_hasher = PasswordHasher()


class InvalidPerson(FarolError):
    kind: ClassVar[Kind] = "invalid"


class InvalidName(InvalidPerson):
    pass


class InvalidPassword(InvalidPerson):
    """Too short or too long."""


class UnknownPerson(FarolError):
    kind: ClassVar[Kind] = "not_found"


class NameTaken(FarolError):
    kind: ClassVar[Kind] = "conflict"


class AccountLocked(FarolError):
    """Too many wrong passwords in a row; the message says how long it lasts."""

    kind: ClassVar[Kind] = "forbidden"


def find(session: Session, name: str, *, lock: bool = False) -> Person | None:
    """``lock`` keeps others from changing the row until the transaction ends."""
    statement = select(Person).where(Person.name == name)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalars(statement).one_or_none()


def get(session: Session, name: str, *, lock: bool = False) -> Person:
    """As ``find``. Raises UnknownPerson."""
    person = find(session, name, lock=lock)
    if person is None:
        raise UnknownPerson(f"there is no person named {name!r}")
    return person


def create_person(
    session: Session,
    *,
    name: str,
    role: Role,
    password: str,
    now: datetime,
    must_change_password: bool = False,
) -> Person:
    """Raises InvalidPerson for a name, role or password that will not do, NameTaken."""
    _require_valid_password(password)
    return add(
        session,
        Person(
            name=name,
            role=role,
            password_hash=_hasher.hash(password),
            created_at=now,
            must_change_password=must_change_password,
        ),
    )


def create_service(session: Session, *, name: str, role: Role, now: datetime) -> Person:
    """An account without a password. Raises InvalidPerson, NameTaken."""
    return add(
        session,
        Person(name=name, role=role, password_hash="", created_at=now, is_service=True),
    )


def add(session: Session, person: Person) -> Person:
    """Raises InvalidPerson, NameTaken."""
    _require_valid(person.name, person.role)
    if find(session, person.name) is not None:
        raise NameTaken(f"there is a person named {person.name!r} already")
    session.add(person)
    try:
        session.flush()
    except IntegrityError as error:
        # Somebody else was given the name between the question and the answer.
        raise NameTaken(f"there is a person named {person.name!r} already") from error
    return person


def verify(
    session: Session,
    *,
    name: str,
    password: str,
    now: datetime,
    recent: RecentlyVerified | None = None,
) -> Person | None:
    """The person with that name and password, or None. Raises AccountLocked.

    An unknown name takes as long as a wrong password, so that the time does not tell names.
    ``recent`` remembers what was right. A person who was disabled is nobody, and so is who has no
    password.
    """
    if len(password) > _MAXIMUM_PASSWORD_CHARACTERS:
        return None
    person = find(session, name)
    if person is not None and (person.disabled_at is not None or not person.password_hash):
        person = None
    if person is not None and person.locked_until is not None:
        _refuse_while_locked(person.locked_until, now)
    stored = person.password_hash if person is not None else _nobodys_hash()
    if person is not None and recent is not None and recent.knows(stored, password):
        return person
    if not _matches(stored, password) or person is None:
        return None
    if recent is not None:
        recent.add(stored, password)
    return person


def is_password_of(session: Session, name: str, password: str) -> bool:
    """Raises UnknownPerson."""
    return _matches(get(session, name).password_hash, password)


def record_failure(session: Session, *, name: str, now: datetime) -> None:
    """A wrong password for a name; nothing where nobody has such a name and a password."""
    person = find(session, name, lock=True)
    if person is None or not person.password_hash:
        return
    person.failed_sign_ins, locked_until = lockout.after_failure(person.failed_sign_ins, now)
    if locked_until is not None:
        person.failed_sign_ins, person.locked_until = 0, locked_until
        audit.record(
            session,
            now=now,
            actor="system",
            action="person.lock",
            subject=f"person:{name}",
            reason=f"{lockout.FAILURES_TO_LOCK} wrong passwords in a row",
            after={"locked_until": locked_until.isoformat()},
        )
    session.flush()


def record_success(session: Session, *, name: str) -> None:
    """A right password: wrong ones are counted anew."""
    person = get(session, name, lock=True)
    person.failed_sign_ins, person.locked_until = 0, None
    session.flush()


def ensure_first_administrator(session: Session, *, now: datetime, password: str) -> bool:
    """Make the first administrator unless there is a person; True when it was made."""
    if session.scalars(select(Person.id).limit(1)).first() is not None:
        return False
    create_person(
        session, name=FIRST_ADMINISTRATOR, role="administrator", password=password, now=now
    )
    return True


def set_password(
    session: Session,
    *,
    name: str,
    password: str,
    actor: str,
    now: datetime,
    reason: str = "a new password was asked for",
    action: AuditAction = "person.set_password",
) -> None:
    """Replace a person's password, who is no longer locked out. Raises UnknownPerson,
    InvalidPerson."""
    person = get(session, name, lock=True)
    _require_valid_password(password)
    person.password_hash = _hasher.hash(password)
    person.must_change_password = False
    person.failed_sign_ins, person.locked_until = 0, None
    audit.record(
        session,
        now=now,
        actor=actor,
        action=action,
        subject=f"person:{name}",
        reason=reason,
    )


def _require_valid(name: str, role: str) -> None:
    if not _is_name(name):
        raise InvalidName(
            "a name is 1 to 128 printable characters without a colon or a slash, and no space "
            "before or after them"
        )
    if role not in get_args(Role):
        raise InvalidPerson(f"there is no role {role!r}; {one_of(list(get_args(Role)))}")


def _is_name(name: str) -> bool:
    # A colon ends the name in HTTP Basic credentials; a slash, and dots alone, end it in a path.
    return (
        0 < len(name) <= _MAXIMUM_NAME_CHARACTERS
        and name.isprintable()
        and name == name.strip()
        and not set(name) & set(":/")
        and name not in {".", ".."}
    )


def _require_valid_password(password: str) -> None:
    if not MINIMUM_PASSWORD_CHARACTERS <= len(password) <= _MAXIMUM_PASSWORD_CHARACTERS:
        raise InvalidPassword(
            f"a password is {MINIMUM_PASSWORD_CHARACTERS} to {_MAXIMUM_PASSWORD_CHARACTERS} "
            "characters"
        )


def _refuse_while_locked(until: datetime, now: datetime) -> None:
    if lockout.is_locked(until, now):
        minutes = max(1, round((until - now).total_seconds() / 60))
        raise AccountLocked(
            f"too many wrong passwords: this account is locked for {minutes} more minutes, or "
            "until an administrator gives it a new password"
        )


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except VerifyMismatchError:
        return False


@cache
def _nobodys_hash() -> str:
    """A hash that costs as much to check as a real one and that no password is checked in for."""
    return _hasher.hash("")
