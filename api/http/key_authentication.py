"""A key as the control plane takes it: looked up in the database at each request."""

from datetime import datetime

from fastapi import Request
from sqlalchemy.orm import Session, sessionmaker
from starlette.exceptions import HTTPException

from api.adapters.database import read_session, write_session
from api.core.access import key_queries, keys
from api.core.access.scopes import effective
from api.core.tables import ApiKey, Person
from api.http.admission.addresses import visitor
from api.http.admission.counting import count
from api.http.admission.limiter import Limiter
from api.http.authentication import Actor, KeyInUse


def actor_of_key(
    request: Request,
    sessions: sessionmaker[Session],
    limiter: Limiter,
    token: str,
    now: datetime,
    guesses_per_minute: int,
) -> Actor:
    """Whoever owns the key. Raises 401 and 429."""
    with read_session(sessions) as session:
        found = key_queries.usable(session, key=token, now=now)
    if found is None:
        count(limiter, f"reads:{visitor(request.scope)}", "An address", guesses_per_minute)
        raise HTTPException(
            401,
            "The API key is unknown, revoked or expired.",
            {"WWW-Authenticate": 'Bearer realm="Farol"'},
        )
    key, owner = found
    if key.requests_per_minute is not None:
        who = f"The key farol_{key.prefix}_…"
        count(limiter, f"key:{key.prefix}", who, key.requests_per_minute)
    if key_queries.is_worth_noting(key, now):
        with write_session(sessions) as session:
            keys.note_use(session, prefix=key.prefix, address=visitor(request.scope), at=now)
    request.state.api_key = key.prefix
    return _actor(key, owner)


def _actor(key: ApiKey, owner: Person) -> Actor:
    used = KeyInUse(key.prefix, effective(key.scopes, owner.role))
    return Actor(owner.name, owner.role, key=used)
