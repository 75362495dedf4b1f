from typing import Annotated, Literal

from pydantic import Field

from api.http.schemas.base import Answer, Instant, Order

RoleName = Literal["viewer", "engineer", "administrator"]
PersonName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=128,
        pattern=r"^[^:/]+$",
        description="Any printable characters but a colon or a slash.",
        examples=["ana"],
    ),
]
Password = Annotated[str, Field(min_length=12, max_length=1_000)]


class Session(Answer):
    """Who is asking."""

    name: str
    role: RoleName
    must_change_password: bool
    """An administrator chose it: nothing else is allowed before it is changed."""
    issuer: str | None
    """The OpenID Connect provider that they sign in with, and that gives them their role; null for
    a password."""
    csrf_token: str | None
    """For the header `X-CSRF-Token` of every change that a browser's session makes; null for
    credentials that come with each request."""


class SignedOut(Answer):
    continue_at: str | None
    """Where a browser goes to sign out of the provider that it signed in with, too; null where
    there is nothing to sign out of."""


class Provider(Answer):
    label: str
    """For a button that says "Sign in with" this."""
    sign_in_path: str
    """Where the browser goes, as a page and not as a request of a script; `return_to` is the page
    of ours that it comes back to."""


class ProviderList(Answer):
    providers: list[Provider]


class SignIn(Order):
    name: Annotated[str, Field(min_length=1, max_length=128)]
    password: Annotated[str, Field(min_length=1, max_length=1_000)]


class PasswordChange(Order):
    current_password: Annotated[str, Field(min_length=1, max_length=1_000)]
    new_password: Password


class OpenSession(Answer):
    """A browser that a person is signed in with."""

    begun_at: Instant
    last_used_at: Instant
    expires_at: Instant
    address: str
    agent: str
    """What the browser calls itself."""
    is_this_one: bool


class OpenSessionList(Answer):
    sessions: list[OpenSession]
