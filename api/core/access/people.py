"""Whom an administrator lets in, and as what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, get_args

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from api.core import audit, serving_revision
from api.core.access import operations, sessions
from api.core.access.operations import InvalidPerson
from api.core.access.types import Role
from api.core.audit_actions import AuditAction
from api.core.errors import FarolError, Kind, one_of
from api.core.tables import Person


@dataclass(frozen=True)
class Deed:
    """What an administrator does to somebody: who does it, when and why."""

    actor: str
    reason: str
    now: datetime


class ServiceAccountLimited(FarolError):
    """It signs in with no password, and administers nothing."""

    kind: ClassVar[Kind] = "conflict"


class SignsInElsewhere(FarolError):
    """A provider says who it is, and what they may do."""

    kind: ClassVar[Kind] = "conflict"


class SamePassword(InvalidPerson):
    """Somebody else may know it."""


class LastAdministrator(FarolError):
    """Nobody would be left who could let people in."""

    kind: ClassVar[Kind] = "conflict"


@dataclass(frozen=True)
class Page:
    people: Sequence[Person]
    next_after: str | None
    """The last name of the page; None where nobody follows."""
    total: int
    """On all pages together."""


def listed(
    session: Session,
    *,
    search: str = "",
    service: bool | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """By name, whatever its case; ``search`` is a part of it. With ``service`` only service
    accounts, or only people."""
    found = select(Person)
    if service is not None:
        found = found.where(Person.is_service.is_(service))
    if search:
        found = found.where(Person.name.icontains(search, autoescape=True))
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    lowered = func.lower(Person.name)
    if after is not None:
        same = and_(lowered == func.lower(after), Person.name > after)
        found = found.where(or_(lowered > func.lower(after), same))
    rows = session.scalars(found.order_by(lowered, Person.name).limit(limit + 1)).all()
    shown = rows[:limit]
    return Page(shown, shown[-1].name if len(rows) > limit else None, total)


def invite(session: Session, *, name: str, role: Role, password: str, deed: Deed) -> Person:
    """A person with a first password, to be changed at the first sign-in. Raises InvalidPerson,
    NameTaken."""
    person = operations.create_person(
        session, name=name, role=role, password=password, now=deed.now, must_change_password=True
    )
    _audit(session, name, "person.invite", None, {"role": role}, deed)
    return person


def create_service(session: Session, *, name: str, role: Role, deed: Deed) -> Person:
    """An account that a program asks by, with keys and without a password. Raises InvalidPerson,
    NameTaken, ServiceAccountLimited."""
    _require_fit_for_service(role)
    account = operations.create_service(session, name=name, role=role, now=deed.now)
    _audit(session, name, "person.create_service", None, {"role": role}, deed)
    return account


def change_role(session: Session, *, name: str, role: Role, deed: Deed) -> Person:
    """Raises UnknownPerson, InvalidPerson, LastAdministrator, SignsInElsewhere."""
    if role not in get_args(Role):
        raise InvalidPerson(f"there is no role {role!r}; {one_of(list(get_args(Role)))}")
    person = operations.get(session, name, lock=True)
    if person.role == role:
        return person
    if person.issuer is not None:
        raise SignsInElsewhere(
            f"{name} gets a role from {person.issuer} at each sign-in: change it there"
        )
    if person.is_service:
        _require_fit_for_service(role)
    if role != "administrator":
        _keep_an_administrator(session, person)
    before, person.role = person.role, role
    # What the person's keys may do goes with it.
    serving_revision.bump(session)
    _audit(session, name, "person.change_role", {"role": before}, {"role": role}, deed)
    return person


def disable(session: Session, *, name: str, deed: Deed) -> Person:
    """Signed out everywhere, and let in no more. Raises UnknownPerson, LastAdministrator."""
    person = operations.get(session, name, lock=True)
    if person.disabled_at is not None:
        return person
    _keep_an_administrator(session, person)
    person.disabled_at = deed.now
    serving_revision.bump(session)
    sessions.end_all(session, person_id=person.id)
    _audit(session, name, "person.disable", None, {"disabled": True}, deed)
    return person


def enable(session: Session, *, name: str, deed: Deed) -> Person:
    """Raises UnknownPerson."""
    person = operations.get(session, name, lock=True)
    if person.disabled_at is None:
        return person
    person.disabled_at = None
    serving_revision.bump(session)
    _audit(session, name, "person.enable", {"disabled": True}, None, deed)
    return person


def reset_password(session: Session, *, name: str, password: str, deed: Deed) -> Person:
    """Signed out everywhere; the new password is to be changed at the next sign-in. Raises
    UnknownPerson, InvalidPerson, ServiceAccountLimited, SignsInElsewhere."""
    found = operations.get(session, name)
    if found.is_service:
        raise ServiceAccountLimited(f"{name} is a service account: it asks with keys alone")
    if found.issuer is not None:
        raise SignsInElsewhere(f"{name} signs in with {found.issuer}, and has no password here")
    operations.set_password(
        session,
        name=name,
        password=password,
        actor=deed.actor,
        now=deed.now,
        reason=deed.reason,
        action="person.reset_password",
    )
    person = operations.get(session, name, lock=True)
    person.must_change_password = True
    sessions.end_all(session, person_id=person.id)
    session.flush()
    return person


def change_own_password(
    session: Session, *, name: str, password: str, token: str | None, now: datetime
) -> Person:
    """Other browsers are signed out; the one with ``token`` is not. Raises InvalidPassword, and
    SamePassword for the one so far."""
    if operations.is_password_of(session, name, password):
        raise SamePassword("the new password is the one so far")
    operations.set_password(session, name=name, password=password, actor=f"person:{name}", now=now)
    person = operations.get(session, name, lock=True)
    sessions.end_all(session, person_id=person.id, but=token)
    session.flush()
    return person


def _require_fit_for_service(role: Role) -> None:
    if role == "administrator":
        raise ServiceAccountLimited(
            "a service account is viewer or engineer: administering is done by people"
        )


def _keep_an_administrator(session: Session, person: Person) -> None:
    if person.role != "administrator" or person.disabled_at is not None:
        return
    # Locked, so that of two administrators who remove each other one learns of the other.
    statement = select(Person.id).where(
        Person.role == "administrator", Person.disabled_at.is_(None)
    )
    if len(session.scalars(statement.with_for_update()).all()) < 2:
        raise LastAdministrator(
            f"{person.name} is the only administrator: make somebody else one first"
        )


def _audit(
    session: Session,
    name: str,
    action: AuditAction,
    before: dict[str, object] | None,
    after: dict[str, object] | None,
    deed: Deed,
) -> None:
    session.flush()
    audit.record(
        session,
        now=deed.now,
        actor=deed.actor,
        action=action,
        subject=f"person:{name}",
        reason=deed.reason,
        before=before,
        after=after,
    )
