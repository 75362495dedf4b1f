import secrets
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException

from api.core.access import key_queries, keys, people
from api.core.access import operations as access
from api.core.access.key_queries import Sought
from api.core.access.keys import NewKey, Secret
from api.core.access.people import Deed
from api.core.access.types import at_least
from api.http.access_examples import API_KEY, NEW_API_KEY, SERVICE_ACCOUNT
from api.http.authentication import Actor
from api.http.deps import Administrator, Member, Now, Reading, Writing
from api.http.examples import answer
from api.http.key_views import api_key
from api.http.routes.declared import problems
from api.http.schemas.api_keys import (
    ApiKey,
    ApiKeyList,
    ApiKeyOrder,
    NewApiKey,
    Revocation,
    ServiceAccountOrder,
)
from api.http.schemas.base import MAX_ROW_ID
from api.http.schemas.people import Person

router = APIRouter(prefix="/v1", tags=["access"])

PREFIX_BYTES = 5
SECRET_BYTES = 32
ORDERS = {
    "own": {
        "summary": "A key of one's own",
        "value": {
            "name": "the booking system",
            "scopes": ["predict", "outcomes"],
            "expires_in_days": 90,
            "requests_per_minute": 600,
            "reason": "It asks for the delay of each flight that is booked.",
        },
    },
    "service": {
        "summary": "A service account's",
        "value": {
            "name": "nightly truth",
            "scopes": ["outcomes"],
            "expires_in_days": None,
            "requests_per_minute": None,
            "owner": "airport-feed",
            "reason": "The airport tells every night what really happened.",
        },
    },
}
REVOCATION = {"revoke": {"summary": "Of no use any more", "value": {"reason": "It has leaked."}}}
ACCOUNT = {
    "account": {
        "summary": "A program",
        "value": {
            "name": "airport-feed",
            "role": "engineer",
            "reason": "The airport tells every night what really happened.",
        },
    }
}


@router.get(
    "/api-keys",
    operation_id="list_api_keys",
    summary="API keys",
    responses=problems(401, 403, 422, 429)
    | answer({"keys": [API_KEY], "next_before": None, "total": 1}),
)
def list_api_keys(
    actor: Member,
    session: Reading,
    now: Now,
    everybody: Annotated[bool, Query(description="Not only one's own; administrator.")] = False,
    usable: Annotated[
        bool, Query(description="Only those that were not revoked and have not expired.")
    ] = False,
    search: Annotated[
        str, Query(max_length=128, description="A part of its name, prefix or owner.")
    ] = "",
    before: Annotated[
        int | None, Query(ge=1, le=MAX_ROW_ID, description="`next_before` of the page before.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ApiKeyList:
    """One's own, newest first, with those that were revoked or have expired."""
    if everybody:
        _require_administrator(actor, "see the keys of others")
    sought = Sought(
        of=None if everybody else actor.name, search=search, alive_at=now if usable else None
    )
    page = key_queries.listed(session, sought, before=before, limit=limit)
    return ApiKeyList(
        keys=[api_key(row, owner, now) for row, owner in page.keys],
        next_before=page.next_before,
        total=page.total,
    )


@router.post(
    "/api-keys",
    operation_id="create_api_key",
    summary="Make an API key",
    status_code=201,
    responses=problems(401, 403, 404, 409, 422, 429) | answer(NEW_API_KEY, 201),
)
def create_api_key(
    actor: Member,
    session: Writing,
    now: Now,
    body: Annotated[ApiKeyOrder, Body(openapi_examples=ORDERS)],
) -> NewApiKey:
    """Shown once. It may do no more than its owner, and of that what its scopes say. Predictions
    know of it within about a second."""
    owner = _owner(session, actor, body.owner)
    days = body.expires_in_days
    new = NewKey(
        name=body.name,
        scopes=tuple(dict.fromkeys(body.scopes)),
        expires_at=None if days is None else now + timedelta(days=days),
        requests_per_minute=body.requests_per_minute,
    )
    secret = Secret(secrets.token_hex(PREFIX_BYTES), secrets.token_urlsafe(SECRET_BYTES))
    deed = Deed(actor.reference, body.reason, now)
    row = keys.create(session, owner=owner, new=new, secret=secret, deed=deed)
    return NewApiKey(key=api_key(row, access.get(session, owner), now), secret=secret.key)


@router.post(
    "/api-keys/{key_id}/revoke",
    operation_id="revoke_api_key",
    summary="Revoke an API key",
    responses=problems(401, 403, 404, 422, 429) | answer(API_KEY),
)
def revoke_api_key(
    actor: Member,
    key_id: Annotated[int, Path(ge=1, le=MAX_ROW_ID)],
    session: Writing,
    now: Now,
    body: Annotated[Revocation, Body(openapi_examples=REVOCATION)],
) -> ApiKey:
    """One's own, or as an administrator anybody's. Predictions refuse it within about a second."""
    of = None if at_least(actor.role, "administrator") else actor.name
    row, owner = keys.revoke(
        session, key_id=key_id, of=of, deed=Deed(actor.reference, body.reason, now)
    )
    return api_key(row, owner, now)


@router.post(
    "/service-accounts",
    operation_id="create_service_account",
    summary="Make an account for a program",
    status_code=201,
    responses=problems(401, 403, 409, 422, 429) | answer(SERVICE_ACCOUNT, 201),
)
def create_service_account(
    actor: Administrator,
    session: Writing,
    now: Now,
    body: Annotated[ServiceAccountOrder, Body(openapi_examples=ACCOUNT)],
) -> Person:
    """It has no password and asks with keys. It is listed, changed and disabled as people are."""
    deed = Deed(actor.reference, body.reason, now)
    account = people.create_service(session, name=body.name, role=body.role, deed=deed)
    return Person.model_validate(account)


def _owner(session: Session, actor: Actor, named: str | None) -> str:
    if named is None or named == actor.name:
        return actor.name
    _require_administrator(actor, "make keys for others")
    if not access.get(session, named).is_service:
        raise HTTPException(403, f"{named} is a person, who makes their own keys.")
    return named


def _require_administrator(actor: Actor, deed: str) -> None:
    if not at_least(actor.role, "administrator"):
        raise HTTPException(403, f"Only an administrator may {deed}.")
