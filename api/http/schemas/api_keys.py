from typing import Annotated, Literal

from pydantic import Field

from api.http.schemas.base import Answer, Instant, Order, Reason
from api.http.schemas.session import PersonName, RoleName

ScopeName = Literal["predict", "outcomes", "read", "write"]
KeyState = Literal["active", "expired", "revoked", "owner_disabled"]


class ApiKey(Answer):
    """A key, but for its secret part, which is kept nowhere."""

    id: int
    owner: str
    name: str
    """What it is for."""
    prefix: str
    """The part that names it: keys read `farol_<prefix>_…`."""
    scopes: list[ScopeName]
    effective_scopes: list[ScopeName]
    """Those that the owner's role allows now."""
    requests_per_minute: int | None
    """Null is no limit."""
    state: KeyState
    created_at: Instant
    created_by: str
    expires_at: Instant | None
    revoked_at: Instant | None
    last_used_at: Instant | None
    """To the minute."""
    last_used_address: str | None


class ApiKeyList(Answer):
    keys: list[ApiKey]
    """Newest first."""
    next_before: int | None
    """Ask with it as `before` for those that follow; null on the last page."""
    total: int
    """How many there are in all, of those that are asked for."""


class ApiKeyOrder(Order):
    name: Annotated[str, Field(min_length=1, max_length=100, description="What it is for.")]
    scopes: Annotated[
        list[ScopeName],
        Field(min_length=1, max_length=4, description="What it may be used for."),
    ]
    expires_in_days: Annotated[
        int | None, Field(ge=1, le=366, description="Null is never: for a secret that you rotate.")
    ] = 90
    requests_per_minute: Annotated[
        int | None, Field(ge=1, le=100_000, description="Null is no limit.")
    ] = 600
    owner: Annotated[
        PersonName | None,
        Field(description="A service account, by an administrator; oneself if left out."),
    ] = None
    reason: Reason


class NewApiKey(Answer):
    """Shown once: it is kept nowhere."""

    key: ApiKey
    secret: Annotated[str, Field(description="For `Authorization: Bearer`.")]


class Revocation(Order):
    reason: Reason


class ServiceAccountOrder(Order):
    name: PersonName
    role: Annotated[
        RoleName, Field(description="viewer or engineer: administering is done by people.")
    ]
    reason: Reason
