from typing import Annotated

from pydantic import Field

from api.http.schemas.base import Answer, Instant, Order, Reason
from api.http.schemas.session import PersonName, RoleName


class Person(Answer):
    name: str
    is_service: bool
    """A service account: a program, which asks with keys and has no password."""
    issuer: str | None
    """The OpenID Connect provider that they sign in with, and that gives them their role; null
    where Farol itself does."""
    role: RoleName
    created_at: Instant
    disabled_at: Instant | None
    locked_until: Instant | None
    """After too many wrong passwords; null or past when it is open."""
    must_change_password: bool
    last_signed_in_at: Instant | None


class PersonList(Answer):
    people: list[Person]
    next_after: str | None
    """Ask with it as `after` for those that follow; null on the last page."""
    total: int
    """How many there are in all, of those that are asked for."""


class Invitation(Order):
    name: PersonName
    role: RoleName
    reason: Reason


class PersonChange(Order):
    """What is left out stays as it is."""

    role: RoleName | None = None
    disabled: bool | None = None
    reason: Reason


class PasswordReset(Order):
    reason: Reason


class FirstPassword(Answer):
    """Shown once: it is kept nowhere."""

    person: Person
    password: Annotated[str, Field(description="To be changed at the first sign-in.")]
