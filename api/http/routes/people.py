import secrets
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query

from api.core.access import operations as access
from api.core.access import people
from api.core.access.people import Deed
from api.http.access_examples import FIRST_PASSWORD, PERSON
from api.http.deps import Administrator, Now, Reading, Writing
from api.http.examples import answer
from api.http.routes.declared import problems
from api.http.schemas.people import (
    FirstPassword,
    Invitation,
    PasswordReset,
    Person,
    PersonChange,
    PersonList,
)
from api.http.schemas.session import PersonName

router = APIRouter(prefix="/v1/people", tags=["access"])

Name = Annotated[PersonName, Path()]
PASSWORD_BYTES = 15
INVITATION = {
    "invitation": {
        "summary": "An engineer",
        "value": {"name": "ana", "role": "engineer", "reason": "Ana looks after the flights."},
    }
}
CHANGES = {
    "role": {
        "summary": "Another role",
        "value": {"role": "viewer", "reason": "Ana reads the reports alone now."},
    },
    "disable": {
        "summary": "Let in no more",
        "value": {"disabled": True, "reason": "Ana has left."},
    },
    "enable": {
        "summary": "Let in again",
        "value": {"disabled": False, "reason": "Ana is back."},
    },
}
RESET = {
    "reset": {
        "summary": "A new first password",
        "value": {"reason": "Ana has forgotten hers, and showed who she is."},
    }
}


@router.get(
    "",
    operation_id="list_people",
    summary="Who is let in, and as what",
    responses=problems(401, 403, 422, 429)
    | answer({"people": [PERSON], "next_after": None, "total": 1}),
)
def list_people(
    _actor: Administrator,
    session: Reading,
    search: Annotated[str, Query(max_length=128, description="A part of the name.")] = "",
    service: Annotated[
        bool | None, Query(description="Only service accounts, or only people.")
    ] = None,
    after: Annotated[
        PersonName | None, Query(description="`next_after` of the page before.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> PersonList:
    """By name."""
    page = people.listed(session, search=search, service=service, after=after, limit=limit)
    return PersonList.model_validate(page)


@router.post(
    "",
    operation_id="invite_person",
    summary="Let somebody in",
    status_code=201,
    responses=problems(401, 403, 409, 422, 429) | answer(FIRST_PASSWORD, 201),
)
def invite_person(
    actor: Administrator,
    session: Writing,
    now: Now,
    body: Annotated[Invitation, Body(openapi_examples=INVITATION)],
) -> FirstPassword:
    """With a first password that is shown once and changed at the first sign-in."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    invited = people.invite(
        session,
        name=body.name,
        role=body.role,
        password=password,
        deed=Deed(actor.reference, body.reason, now),
    )
    return FirstPassword(person=Person.model_validate(invited), password=password)


@router.get(
    "/{person}",
    operation_id="get_person",
    summary="A person",
    responses=problems(401, 403, 404, 422, 429) | answer(PERSON),
)
def get_person(_actor: Administrator, person: Name, session: Reading) -> Person:
    return Person.model_validate(access.get(session, person))


@router.patch(
    "/{person}",
    operation_id="change_person",
    summary="Change a role, let somebody in no more, or again",
    responses=problems(401, 403, 404, 409, 422, 429) | answer(PERSON),
)
def change_person(
    actor: Administrator,
    person: Name,
    session: Writing,
    now: Now,
    body: Annotated[PersonChange, Body(openapi_examples=CHANGES)],
) -> Person:
    """A person who is let in no more is signed out everywhere at once. The last administrator
    stays one."""
    deed = Deed(actor.reference, body.reason, now)
    if body.disabled is False:
        people.enable(session, name=person, deed=deed)
    if body.role is not None:
        people.change_role(session, name=person, role=body.role, deed=deed)
    if body.disabled:
        people.disable(session, name=person, deed=deed)
    return Person.model_validate(access.get(session, person))


@router.post(
    "/{person}/password",
    operation_id="reset_password",
    summary="Give somebody a new first password",
    responses=problems(401, 403, 404, 409, 422, 429) | answer(FIRST_PASSWORD),
)
def reset_password(
    actor: Administrator,
    person: Name,
    session: Writing,
    now: Now,
    body: Annotated[PasswordReset, Body(openapi_examples=RESET)],
) -> FirstPassword:
    """Ends a lock, and every session of the person."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    changed = people.reset_password(
        session,
        name=person,
        password=password,
        deed=Deed(actor.reference, body.reason, now),
    )
    return FirstPassword(person=Person.model_validate(changed), password=password)
