import secrets
from typing import Annotated, cast

from fastapi import APIRouter, Body, Request, Response

from api.core import audit
from api.core.access import operations as access
from api.core.access import people
from api.core.access import sessions as web_sessions
from api.core.access.sessions import Browser
from api.core.access.types import Role
from api.http.access_examples import SESSION, SIGNED_IN
from api.http.deps import (
    InPerson,
    Now,
    Reading,
    ServicesHere,
    SignedIn,
    Writing,
    address_of,
    check_password,
    writing,
)
from api.http.examples import answer
from api.http.routes.declared import problems
from api.http.schemas.session import (
    OpenSession,
    OpenSessionList,
    PasswordChange,
    Session,
    SignedOut,
    SignIn,
)
from api.http.session_cookies import TOKEN_BYTES, drop_session_cookies, set_session_cookies

router = APIRouter(prefix="/v1/session", tags=["access"])
SIGN_IN = {
    "sign in": {
        "summary": "Name and password",
        "value": {"name": "admin", "password": "correct-horse-battery-staple"},
    }
}
NEW_PASSWORD = {
    "change": {
        "summary": "The old and the new one",
        "value": {
            "current_password": "the one that was shown once",
            "new_password": "a long one of your own",
        },
    }
}


@router.get(
    "",
    operation_id="get_session",
    summary="Who is asking",
    responses=problems(401, 403, 429) | answer(SESSION),
)
def get_session(actor: SignedIn) -> Session:
    """By password, or by the session of a browser, which also learns its CSRF token here."""
    token = actor.session_token
    return _session(
        actor.name,
        actor.role,
        token,
        must_change=actor.must_change_password,
        issuer=actor.issuer,
    )


@router.post(
    "",
    operation_id="sign_in",
    summary="Sign in with a browser",
    responses=problems(401, 403, 422, 429, 503) | answer(SIGNED_IN),
)
def sign_in(
    request: Request,
    response: Response,
    here: ServicesHere,
    now: Now,
    body: Annotated[SignIn, Body(openapi_examples=SIGN_IN)],
) -> Session:
    """Sets a cookie that scripts cannot read and other sites cannot send. After too many wrong
    passwords the address has to wait, and the account is locked for a while."""
    person = check_password(request, here, body.name, body.password, now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    browser = Browser(address_of(request), request.headers.get("user-agent", ""))
    with writing(request, here) as session:
        person = access.get(session, person.name, lock=True)
        web_sessions.begin(session, person=person, token=token, browser=browser, now=now)
        audit.record(
            session,
            now=now,
            actor=f"person:{person.name}",
            action="person.sign_in",
            subject=f"person:{person.name}",
            reason="the password was right",
        )
    set_session_cookies(request, response, token)
    return _session(person.name, person.role, token, must_change=person.must_change_password)


@router.delete(
    "",
    operation_id="sign_out",
    summary="Sign out",
    responses=problems(401, 403, 429) | answer({"continue_at": None}),
)
def sign_out(
    request: Request, response: Response, actor: InPerson, here: ServicesHere
) -> SignedOut:
    """Ends the browser's session; of a password there is nothing to end."""
    id_token = None
    if actor.session_token is not None:
        with writing(request, here) as session:
            id_token = web_sessions.end(session, token=actor.session_token)
    drop_session_cookies(request, response)
    if id_token is None or here.openid is None:
        return SignedOut(continue_at=None)
    home = here.settings.public_url.rstrip("/") + "/"
    return SignedOut(continue_at=here.openid.sign_out_url(id_token, back_to=home))


@router.put(
    "/password",
    operation_id="change_own_password",
    summary="Choose a new password",
    responses=problems(401, 403, 422, 429, 503) | answer(SESSION),
)
def change_own_password(
    request: Request,
    actor: InPerson,
    here: ServicesHere,
    now: Now,
    body: Annotated[PasswordChange, Body(openapi_examples=NEW_PASSWORD)],
) -> Session:
    """One's own; every other browser is signed out."""
    check_password(request, here, actor.name, body.current_password, now)
    with writing(request, here) as session:
        people.change_own_password(
            session,
            name=actor.name,
            password=body.new_password,
            token=actor.session_token,
            now=now,
        )
    return _session(actor.name, actor.role, actor.session_token, must_change=False)


@router.get(
    "/browsers",
    operation_id="list_own_sessions",
    summary="Where one is signed in",
    responses=problems(401, 403, 429),
)
def list_own_sessions(actor: InPerson, session: Reading, now: Now) -> OpenSessionList:
    """One's own sessions, newest first."""
    person = access.find(session, actor.name)
    found = web_sessions.open_sessions(session, person_id=person.id, now=now) if person else ()
    token = actor.session_token
    own = web_sessions.digest(token) if token else None
    return OpenSessionList(
        sessions=[
            OpenSession(
                begun_at=one.created_at,
                last_used_at=one.last_used_at,
                expires_at=one.expires_at,
                address=one.address,
                agent=one.agent,
                is_this_one=one.token_sha256 == own,
            )
            for one in found
        ]
    )


@router.delete(
    "/browsers",
    operation_id="sign_out_elsewhere",
    summary="Sign out everywhere else",
    status_code=204,
    responses=problems(401, 403, 429),
)
def sign_out_elsewhere(actor: InPerson, session: Writing) -> None:
    """Ends one's sessions in all other browsers."""
    person = access.find(session, actor.name)
    if person is not None:
        web_sessions.end_all(session, person_id=person.id, but=actor.session_token)


def _session(
    name: str, role: str, token: str | None, *, must_change: bool, issuer: str | None = None
) -> Session:
    csrf = None if token is None else web_sessions.csrf_token(token)
    return Session(
        name=name,
        role=cast(Role, role),
        must_change_password=must_change,
        issuer=issuer,
        csrf_token=csrf,
    )
