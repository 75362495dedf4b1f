"""What routes are given: a session, the time, the person who asks, the services of the process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import (
    APIKeyCookie,
    HTTPAuthorizationCredentials,
    HTTPBasic,
    HTTPBasicCredentials,
    HTTPBearer,
)
from sqlalchemy.orm import Session, sessionmaker
from starlette.exceptions import HTTPException

from api.adapters.database import read_session, write_session
from api.adapters.openid.provider import OpenIdProvider
from api.adapters.settings import Settings
from api.core import audit
from api.core.access import operations as access
from api.core.access import sessions as web_sessions
from api.core.access.recent import RecentlyVerified
from api.core.access.scopes import Scope
from api.core.access.types import Role, at_least
from api.core.tables import Person
from api.http.admission.limiter import Limiter, MemoryLimiter
from api.http.authentication import (
    CSRF_HEADER,
    SAFE_METHODS,
    SESSION_COOKIE,
    Actor,
    FailureThrottle,
    VerificationLimit,
)
from api.http.draining import Draining
from api.http.key_authentication import actor_of_key
from api.http.problems import request_id
from api.http.streams import StreamLimit


@dataclass(frozen=True)
class Services:
    """Made once a process, in ``app.py``."""

    settings: Settings
    sessions: sessionmaker[Session]
    throttle: FailureThrottle
    draining: Draining
    verifications: VerificationLimit = field(default_factory=VerificationLimit)
    recently_verified: RecentlyVerified = field(default_factory=RecentlyVerified)
    streams: StreamLimit = field(default_factory=StreamLimit)
    limiter: Limiter = field(default_factory=MemoryLimiter)
    openid: OpenIdProvider | None = None
    """That people sign in with, where the settings name one."""


def services(request: Request) -> Services:
    return cast(Services, request.app.state.services)


def now() -> datetime:
    return datetime.now(UTC)


ServicesHere = Annotated[Services, Depends(services)]
Now = Annotated[datetime, Depends(now)]


def _reading(here: ServicesHere) -> Iterator[Session]:
    with read_session(here.sessions) as session:
        yield session


@contextmanager
def writing(request: Request, here: Services) -> Iterator[Session]:
    """A transaction whose audit tells which request it was, and from where."""
    with write_session(here.sessions) as session:
        key = getattr(request.state, "api_key", None)
        audit.came_from(session, audit.Origin(request_id(request), address_of(request), key))
        yield session


def _writing(request: Request, here: ServicesHere) -> Iterator[Session]:
    with writing(request, here) as session:
        yield session


def address_of(request: Request) -> str:
    return request.client.host if request.client else "unknown"


# "function" ends the transaction before the answer is sent: a 2xx means it was committed.
Reading = Annotated[Session, Depends(_reading, scope="function")]
Writing = Annotated[Session, Depends(_writing, scope="function")]

_basic = HTTPBasic(realm="Farol", auto_error=False, description="A person's name and password.")
_cookie = APIKeyCookie(
    name=SESSION_COOKIE,
    auto_error=False,
    description=f"A browser's session. A change also needs its `{CSRF_HEADER}`.",
)


_bearer = HTTPBearer(auto_error=False, description="An API key: `farol_…`.")

_CHALLENGE = {"WWW-Authenticate": 'Basic realm="Farol", charset="UTF-8"'}


def signed_in(
    request: Request,
    here: ServicesHere,
    now: Now,
    credentials: Annotated[HTTPBasicCredentials | None, Depends(_basic)],
    key: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    token: Annotated[str | None, Depends(_cookie)],
) -> Actor:
    """By password or key where one is given, else by the browser's session."""
    if key is not None:
        guesses = here.settings.address_requests_per_minute
        return actor_of_key(request, here.sessions, here.limiter, key.credentials, now, guesses)
    if credentials is not None:
        person = check_password(request, here, credentials.username, credentials.password, now)
        return Actor(person.name, person.role, person.must_change_password)
    if token is None:
        raise HTTPException(401, "This needs somebody who is signed in.", _CHALLENGE)
    actor = _of_session(here, token, now)
    if actor is None:
        raise HTTPException(401, "The session has ended: sign in again.", _CHALLENGE)
    if request.method not in SAFE_METHODS:
        _require_own_page(request, token)
    return actor


def _predictor(
    request: Request,
    here: ServicesHere,
    now: Now,
    credentials: Annotated[HTTPBasicCredentials | None, Depends(_basic)],
    key: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    token: Annotated[str | None, Depends(_cookie)],
) -> Actor | None:
    has_session = token is not None and _of_session(here, token, now) is not None
    if credentials is None and key is None and not has_session:
        if not here.settings.visitors_may_predict:
            raise HTTPException(401, "Predictions need somebody who is signed in here.", _CHALLENGE)
        return None
    actor = signed_in(request, here, now, credentials, key, token)
    return _at_least(_with(actor, "predict"), "viewer")


def check_password(
    request: Request, here: Services, name: str, password: str, now: datetime
) -> Person:
    """Raises 401, 403 for a locked account, 429 and 503."""
    address = address_of(request)
    here.throttle.check(address)
    with here.verifications.slot(), read_session(here.sessions) as session:
        person = access.verify(
            session, name=name, password=password, now=now, recent=here.recently_verified
        )
    if person is not None:
        if person.failed_sign_ins:
            with writing(request, here) as session:
                access.record_success(session, name=name)
        return person
    here.throttle.record(address)
    with writing(request, here) as session:
        access.record_failure(session, name=name, now=now)
    raise HTTPException(401, "The name or the password is wrong.", _CHALLENGE)


def _of_session(here: Services, token: str, now: datetime) -> Actor | None:
    with read_session(here.sessions) as session:
        found = web_sessions.person_of(session, token=token, now=now)
    if found is None:
        return None
    person, its_session = found
    if web_sessions.is_worth_noting(its_session, now):
        with write_session(here.sessions) as session:
            web_sessions.note_use(session, session_id=its_session.id, now=now)
    return Actor(person.name, person.role, person.must_change_password, token, person.issuer)


def _require_own_page(request: Request, token: str) -> None:
    given = request.headers.get(CSRF_HEADER, "")
    if not web_sessions.is_csrf_token(given, token):
        raise HTTPException(
            403, f"A change by a browser's session needs its {CSRF_HEADER}; see GET /v1/session."
        )


SignedIn = Annotated[Actor, Depends(signed_in)]
"""Whoever it is, even somebody who has to choose a new password first, or a key."""


def _in_person(actor: SignedIn) -> Actor:
    if actor.key is not None:
        raise HTTPException(403, "A key cannot do this: it needs somebody who is signed in.")
    return actor


def _person(actor: Annotated[Actor, Depends(_in_person)]) -> Actor:
    return _at_least(actor, "viewer")


def _viewer(request: Request, actor: SignedIn) -> Actor:
    return _at_least(_with_scope(request, actor), "viewer")


def _engineer(request: Request, actor: SignedIn) -> Actor:
    return _at_least(_with_scope(request, actor), "engineer")


def _administrator(actor: Annotated[Actor, Depends(_in_person)]) -> Actor:
    return _at_least(actor, "administrator")


def _with_scope(request: Request, actor: Actor) -> Actor:
    return _with(actor, "read" if request.method in SAFE_METHODS else "write")


def _with(actor: Actor, needed: Scope) -> Actor:
    if actor.key is not None and needed not in actor.key.scopes:
        raise HTTPException(
            403, f"The key farol_{actor.key.prefix}_… does not have the scope '{needed}'."
        )
    return actor


def _at_least(actor: Actor, required: Role) -> Actor:
    if actor.must_change_password:
        raise HTTPException(403, "Choose a new password first: an administrator knows this one.")
    if not at_least(actor.role, required):
        is_, needed = _with_article(actor.role), _with_article(required)
        raise HTTPException(403, f"{actor.name} is {is_}; this needs {needed}.")
    return actor


def _with_article(role: str) -> str:
    return f"{'a' if role == 'viewer' else 'an'} {role}"


InPerson = Annotated[Actor, Depends(_in_person)]
"""Somebody who is signed in, even who has to choose a new password first; never a key."""
Member = Annotated[Actor, Depends(_person)]
"""Somebody who is signed in with a password of their own; never a key."""
Predictor = Annotated[Actor | None, Depends(_predictor)]
"""Whoever may ask for predictions; None is a visitor, who may ask for less."""
Viewer = Annotated[Actor, Depends(_viewer)]
Engineer = Annotated[Actor, Depends(_engineer)]
Administrator = Annotated[Actor, Depends(_administrator)]
