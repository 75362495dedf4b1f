"""Keys that programs ask with. Of a key only the hash is kept: it is shown once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.core import audit, serving_revision
from api.core.access import operations
from api.core.access.key_queries import alive, digest
from api.core.access.people import Deed
from api.core.access.scopes import Scope, beyond
from api.core.audit_actions import AuditAction
from api.core.errors import FarolError, Kind
from api.core.tables import ApiKey, Person

MOST_KEYS = 50
"""Of one owner that are neither revoked nor expired."""
LONGEST = timedelta(days=366)


class UnknownKey(FarolError):
    kind: ClassVar[Kind] = "not_found"


class KeyNotAllowed(FarolError):
    """The owner's role does not allow what the key would."""

    kind: ClassVar[Kind] = "forbidden"


class InvalidKey(FarolError):
    kind: ClassVar[Kind] = "invalid"


class TooManyKeys(FarolError):
    kind: ClassVar[Kind] = "conflict"


@dataclass(frozen=True)
class NewKey:
    """What is asked for. ``expires_at`` None is never, ``requests_per_minute`` None no limit."""

    name: str
    scopes: tuple[Scope, ...]
    expires_at: datetime | None
    requests_per_minute: int | None


@dataclass(frozen=True)
class Secret:
    """Both parts are drawn by the caller; ``random`` has at least 128 bits."""

    prefix: str
    random: str

    def __repr__(self) -> str:
        return f"Secret({self.prefix})"

    @property
    def key(self) -> str:
        return f"farol_{self.prefix}_{self.random}"


def create(session: Session, *, owner: str, new: NewKey, secret: Secret, deed: Deed) -> ApiKey:
    """Raises UnknownPerson, KeyNotAllowed, InvalidKey, TooManyKeys."""
    person = operations.get(session, owner, lock=True)
    _require_allowed(session, person, new, deed.now)
    key = ApiKey(
        person_id=person.id,
        name=new.name,
        prefix=secret.prefix,
        key_sha256=digest(secret.key),
        scopes=list(new.scopes),
        requests_per_minute=new.requests_per_minute,
        created_at=deed.now,
        created_by=deed.actor,
        expires_at=new.expires_at,
    )
    session.add(key)
    session.flush()
    serving_revision.bump(session)
    _audit(session, person, key, "api_key.create", None, _described(key), deed)
    return key


def revoke(
    session: Session, *, key_id: int, deed: Deed, of: str | None = None
) -> tuple[ApiKey, Person]:
    """Of no use from now on; a key that was revoked stays so. With ``of`` only a key of that
    person is found. Raises UnknownKey."""
    key, owner = _get(session, key_id, of)
    if key.revoked_at is None:
        key.revoked_at = deed.now
        session.flush()
        serving_revision.bump(session)
        _audit(session, owner, key, "api_key.revoke", _described(key), None, deed)
    return key, owner


def note_use(session: Session, *, prefix: str, address: str, at: datetime) -> None:
    """Nothing where a later use is known, or the key is not."""
    key = session.scalars(select(ApiKey).where(ApiKey.prefix == prefix)).one_or_none()
    if key is not None and (key.last_used_at is None or key.last_used_at < at):
        key.last_used_at, key.last_used_address = at, address[:64]
        session.flush()


def _get(session: Session, key_id: int, of: str | None) -> tuple[ApiKey, Person]:
    statement = (
        select(ApiKey, Person)
        .join(Person, Person.id == ApiKey.person_id)
        .where(ApiKey.id == key_id)
        .with_for_update(of=ApiKey)
    )
    if of is not None:
        statement = statement.where(Person.name == of)
    found = session.execute(statement).one_or_none()
    if found is None:
        raise UnknownKey(f"there is no API key {key_id}" + (" of yours" if of else ""))
    return found[0], found[1]


def _require_allowed(session: Session, person: Person, new: NewKey, now: datetime) -> None:
    if person.disabled_at is not None:
        raise KeyNotAllowed(f"{person.name} is disabled: no key of theirs would be let in")
    refused = beyond(new.scopes, person.role)
    if refused:
        raise KeyNotAllowed(
            f"{person.name} is {person.role}: a key of theirs cannot have the scope "
            f"{' or '.join(refused)}"
        )
    if new.expires_at is not None and not now < new.expires_at <= now + LONGEST:
        raise InvalidKey(f"a key expires within {LONGEST.days} days, or never")
    counted = select(func.count()).select_from(ApiKey).join(Person, Person.id == ApiKey.person_id)
    counted = counted.where(ApiKey.person_id == person.id, *alive(now))
    if session.scalars(counted).one() >= MOST_KEYS:
        raise TooManyKeys(f"{person.name} has {MOST_KEYS} keys: revoke one that is not used")


def _described(key: ApiKey) -> dict[str, object]:
    return {
        "name": key.name,
        "scopes": key.scopes,
        "requests_per_minute": key.requests_per_minute,
        "expires_at": key.expires_at.isoformat() if key.expires_at else None,
    }


def _audit(
    session: Session,
    owner: Person,
    key: ApiKey,
    action: AuditAction,
    before: dict[str, object] | None,
    after: dict[str, object] | None,
    deed: Deed,
) -> None:
    audit.record(
        session,
        now=deed.now,
        actor=deed.actor,
        action=action,
        subject=f"api_key:{key.prefix}",
        reason=deed.reason,
        before=before,
        after=after if after is None else {"owner": owner.name, **after},
    )
