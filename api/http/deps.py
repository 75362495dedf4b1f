"""What routes are given: a session, the time, the person who asks, the services of the process."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from sqlalchemy.orm import Session, sessionmaker
from starlette.exceptions import HTTPException

from api.adapters.database import read_session, write_session
from api.adapters.settings import Settings
from api.core.access import operations as access
from api.core.access.recent import RecentlyVerified
from api.http.authentication import Actor, FailureThrottle, VerificationLimit
from api.http.draining import Draining
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


def services(request: Request) -> Services:
    return cast(Services, request.app.state.services)


def now() -> datetime:
    return datetime.now(UTC)


ServicesHere = Annotated[Services, Depends(services)]
Now = Annotated[datetime, Depends(now)]


def _reading(here: ServicesHere) -> Iterator[Session]:
    with read_session(here.sessions) as session:
        yield session


def _writing(here: ServicesHere) -> Iterator[Session]:
    with write_session(here.sessions) as session:
        yield session


# "function" ends the transaction before the answer is sent: a 2xx means it was committed.
Reading = Annotated[Session, Depends(_reading, scope="function")]
Writing = Annotated[Session, Depends(_writing, scope="function")]

_basic = HTTPBasic(
    realm="Farol", auto_error=False, description="An administrator's name and password."
)


def signed_in(
    request: Request,
    here: ServicesHere,
    credentials: Annotated[HTTPBasicCredentials | None, Depends(_basic)],
) -> Actor:
    challenge = {"WWW-Authenticate": 'Basic realm="Farol", charset="UTF-8"'}
    if credentials is None:
        raise HTTPException(401, "This needs a name and a password (HTTP Basic).", challenge)
    address = request.client.host if request.client else "unknown"
    here.throttle.check(address)
    with here.verifications.slot(), read_session(here.sessions) as session:
        person = access.verify(
            session,
            name=credentials.username,
            password=credentials.password,
            recent=here.recently_verified,
        )
        if person is not None:
            return Actor(person.name, person.role)
    here.throttle.record(address)
    raise HTTPException(401, "The name or the password is wrong.", challenge)


SignedIn = Annotated[Actor, Depends(signed_in)]


def _administrator(actor: SignedIn) -> Actor:
    if actor.role != "administrator":
        raise HTTPException(403, f"{actor.name} is a {actor.role}; this needs an administrator.")
    return actor


Administrator = Annotated[Actor, Depends(_administrator)]
