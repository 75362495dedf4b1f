"""People who signed in with a provider: who they are here, and as what they are let in."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core import audit, serving_revision
from api.core.access import operations, sessions
from api.core.access.claims import LONGEST_NAME
from api.core.access.types import Role
from api.core.audit_actions import AuditAction
from api.core.errors import FarolError, Kind
from api.core.tables import Person

NAMESAKES = 1_000
LONGEST_IDENTITY = 255

Refusal = Literal["no-role", "disabled"]


class TooManyNamesakes(FarolError):
    kind: ClassVar[Kind] = "conflict"


class InvalidIdentity(FarolError):
    kind: ClassVar[Kind] = "invalid"


@dataclass(frozen=True)
class Identity:
    """Who it is: a name or an e-mail address may pass to somebody else, a subject never does."""

    issuer: str
    subject: str


def arrive(
    session: Session, *, identity: Identity, name: str, role: Role | None, now: datetime
) -> Person | Refusal:
    """The person, made at the first time, with the role that the provider gives now.

    ``name`` is what a new person is called, or with a number behind it where somebody has that
    name. ``role`` None ends every session of somebody who is known. Raises InvalidIdentity,
    TooManyNamesakes.
    """
    if not 0 < len(identity.subject) <= LONGEST_IDENTITY:
        raise InvalidIdentity(f"a subject is 1 to {LONGEST_IDENTITY} characters")
    person = _find(session, identity)
    if person is None:
        if role is None:
            return "no-role"
        person = _add(session, identity, name, role, now)
    if person.disabled_at is not None:
        return _refuse(session, person, "disabled", now)
    if role is None:
        sessions.end_all(session, person_id=person.id)
        return _refuse(session, person, "no-role", now)
    _give(session, person, role, now)
    _audit(session, person, "person.sign_in", None, None, now)
    return person


def _find(session: Session, identity: Identity) -> Person | None:
    statement = select(Person).where(
        Person.issuer == identity.issuer, Person.subject == identity.subject
    )
    return session.scalars(statement.with_for_update()).one_or_none()


def _add(session: Session, identity: Identity, name: str, role: Role, now: datetime) -> Person:
    for number in range(1, NAMESAKES):
        called = name if number == 1 else f"{name[: LONGEST_NAME - 5]}-{number}"
        if operations.find(session, called) is not None:
            continue
        person = Person(
            name=called,
            role=role,
            password_hash="",
            created_at=now,
            issuer=identity.issuer,
            subject=identity.subject,
        )
        try:
            with session.begin_nested():
                operations.add(session, person)
        except operations.NameTaken:
            # Somebody came between the question and the answer; perhaps the same person, twice.
            known = _find(session, identity)
            if known is not None:
                return known
            continue
        _audit(session, person, "person.create_external", None, {"role": role}, now)
        return person
    raise TooManyNamesakes(f"there are {NAMESAKES} people named {name!r}")


def _give(session: Session, person: Person, role: Role, now: datetime) -> None:
    """The provider decides, even over who is the last administrator: it may have to take away."""
    if person.role == role:
        return
    before, person.role = person.role, role
    serving_revision.bump(session)
    session.flush()
    _audit(session, person, "person.change_role", {"role": before}, {"role": role}, now)


def _refuse(session: Session, person: Person, why: Refusal, now: datetime) -> Refusal:
    _audit(session, person, "person.refuse_sign_in", None, {"refused": why}, now)
    return why


def _audit(
    session: Session,
    person: Person,
    action: AuditAction,
    before: dict[str, object] | None,
    after: dict[str, object] | None,
    now: datetime,
) -> None:
    signed_in = action == "person.sign_in"
    audit.record(
        session,
        now=now,
        actor=f"person:{person.name}" if signed_in else "system",
        action=action,
        subject=f"person:{person.name}",
        reason=f"signed in with {person.issuer}",
        before=before,
        after=after,
    )
