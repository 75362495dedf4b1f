"""Signing in with an OpenID Connect provider: a browser is sent there, and comes back."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

import structlog
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from api.adapters.openid.discovery import ProviderUnavailable
from api.adapters.openid.provider import Answer, OpenIdProvider, Proof
from api.adapters.openid.tokens import SignInRefused
from api.adapters.settings import Settings
from api.core.access import arrivals, attempts
from api.core.access import sessions as web_sessions
from api.core.access.arrivals import Identity, InvalidIdentity, Refusal, TooManyNamesakes
from api.core.access.claims import at, name_of, role_of
from api.core.access.sessions import Browser
from api.core.errors import FarolError, Kind
from api.core.tables import Person, SignInAttempt
from api.http.deps import Now, Services, ServicesHere, address_of, writing
from api.http.examples import answer
from api.http.problems import request_id
from api.http.return_paths import HOME, local_path, with_query
from api.http.routes.declared import problems
from api.http.schemas.session import Provider, ProviderList
from api.http.session_cookies import TOKEN_BYTES, cookie_of, set_session_cookies

PATH = "/v1/session/openid"
CALLBACK_PATH = f"{PATH}/callback"
BROWSER_COOKIE = "farol_openid"
"""Binds a sign-in to the browser that began it; sent also when the provider leads back here."""
LONGEST_COOKIE = 128

router = APIRouter(prefix="/v1/session", tags=["access"])
_log = structlog.get_logger()

Failure = Literal["unavailable", "cancelled", "expired", "refused"] | Refusal
REDIRECT: dict[int | str, dict[str, Any]] = {
    303: {"description": "To the provider, or back to a page of ours"}
}
PROVIDERS = {"providers": [{"label": "Example Corp", "sign_in_path": f"{PATH}/start"}]}


class NoProvider(FarolError):
    """The settings name none."""

    kind: ClassVar[Kind] = "not_found"


@dataclass(frozen=True)
class Returned:
    """What the provider's redirect says."""

    state: str
    code: str
    error: str
    issuer: str | None


@router.get(
    "/providers",
    operation_id="list_sign_in_providers",
    summary="What one can sign in with beside a password",
    responses=problems(429) | answer(PROVIDERS),
)
def list_sign_in_providers(here: ServicesHere) -> ProviderList:
    """Empty where the settings name none."""
    if here.openid is None:
        return ProviderList(providers=[])
    label = here.settings.openid_label
    return ProviderList(providers=[Provider(label=label, sign_in_path=f"{PATH}/start")])


@router.get(
    "/openid/start",
    operation_id="begin_openid_sign_in",
    summary="Sign in with the provider",
    status_code=303,
    response_class=RedirectResponse,
    responses=problems(404, 422, 429) | REDIRECT,
)
def begin_openid_sign_in(
    request: Request,
    here: ServicesHere,
    now: Now,
    return_to: Annotated[
        str, Query(max_length=2_000, description="A path of ours; anything else is the home page.")
    ] = HOME,
) -> RedirectResponse:
    """For a browser to go to. It is sent to the provider, or back with `sign_in=unavailable` in the
    query where that does not answer."""
    provider = _provider(here)
    page = local_path(return_to)
    drawn = attempts.Secrets(*(secrets.token_urlsafe(TOKEN_BYTES) for _ in range(3)))
    try:
        url = provider.authorization_url(drawn)
    except ProviderUnavailable as error:
        return _failed(request, page, "unavailable", error)
    browser = _browser_secret(request) or secrets.token_urlsafe(TOKEN_BYTES)
    with writing(request, here) as session:
        attempts.begin(session, secrets=drawn, browser=browser, return_path=page, now=now)
    away = _redirect(url)
    lasts = int(attempts.LASTS.total_seconds())
    said = cookie_of(request, "lax", PATH)
    away.set_cookie(BROWSER_COOKIE, browser, max_age=lasts, httponly=True, **said)
    return away


@router.get(
    "/openid/callback",
    operation_id="finish_openid_sign_in",
    summary="Come back from the provider",
    status_code=303,
    response_class=RedirectResponse,
    responses=problems(404, 422, 429) | REDIRECT,
)
def finish_openid_sign_in(
    request: Request,
    here: ServicesHere,
    now: Now,
    state: Annotated[str, Query(max_length=500)] = "",
    code: Annotated[str, Query(max_length=4_000)] = "",
    error: Annotated[str, Query(max_length=500)] = "",
    iss: Annotated[str | None, Query(max_length=500)] = None,
) -> RedirectResponse:
    """For the provider to lead a browser to. It goes on to the page that it began on: signed in, or
    with the reason why not as `sign_in` in the query."""
    provider = _provider(here)
    returned = Returned(state=state, code=code, error=error, issuer=iss)
    attempt = _taken(request, here, state, now)
    if attempt is None:
        return _failed(request, HOME, "expired", None)
    page = attempt.return_path
    try:
        proof = _proof(provider, returned, attempt.nonce, attempt.code_verifier, now)
    except ProviderUnavailable as failure:
        return _failed(request, page, "unavailable", failure)
    except SignInRefused as failure:
        return _failed(request, page, "refused", failure)
    if proof is None:
        return _failed(request, page, "cancelled", None)
    return _let_in(request, here, proof, page, now)


def _provider(here: Services) -> OpenIdProvider:
    if here.openid is None:
        raise NoProvider("No provider is set: sign in with a name and a password.")
    return here.openid


def _browser_secret(request: Request) -> str | None:
    """Kept for a second tab, so that the first one's answer is not refused."""
    given = request.cookies.get(BROWSER_COOKIE, "")
    return given if TOKEN_BYTES <= len(given) <= LONGEST_COOKIE else None


def _taken(request: Request, here: Services, state: str, now: datetime) -> SignInAttempt | None:
    browser = _browser_secret(request)
    if browser is None or not state:
        return None
    with writing(request, here) as session:
        return attempts.take(session, state=state, browser=browser, now=now)


def _proof(
    provider: OpenIdProvider, returned: Returned, nonce: str, code_verifier: str, now: datetime
) -> Proof | None:
    """None for who did not want to. Raises ProviderUnavailable, SignInRefused."""
    if returned.error == "access_denied":
        return None
    if returned.error in ("server_error", "temporarily_unavailable"):
        raise ProviderUnavailable("the provider says that it cannot, for now")
    if returned.error or not returned.code:
        raise SignInRefused("the provider sent no code")
    given = Answer(code=returned.code, issuer=returned.issuer)
    return provider.identify(given, nonce=nonce, code_verifier=code_verifier, now=now)


def _let_in(
    request: Request, here: Services, proof: Proof, page: str, now: datetime
) -> RedirectResponse:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    try:
        arrived = _arrived(request, here, proof, token, now)
    except (InvalidIdentity, TooManyNamesakes) as failure:
        return _failed(request, page, "refused", failure)
    if not isinstance(arrived, Person):
        return _failed(request, page, arrived, None)
    back = _redirect(page)
    set_session_cookies(request, back, token)
    return back


def _arrived(
    request: Request, here: Services, proof: Proof, token: str, now: datetime
) -> Person | Refusal:
    """With a session begun for whom is let in. Raises InvalidIdentity, TooManyNamesakes."""
    browser = Browser(address_of(request), request.headers.get("user-agent", ""))
    with writing(request, here) as session:
        arrived = arrivals.arrive(
            session,
            identity=Identity(here.settings.openid_issuer, proof.subject),
            name=_name(here.settings, proof),
            role=role_of(
                at(proof.claims, here.settings.openid_role_claim),
                here.settings.openid_roles,
                here.settings.openid_default_role,
            ),
            now=now,
        )
        if isinstance(arrived, Person):
            web_sessions.begin(
                session,
                person=arrived,
                token=token,
                browser=browser,
                now=now,
                id_token=proof.id_token,
            )
    return arrived


def _name(settings: Settings, proof: Proof) -> str:
    chosen = at(proof.claims, settings.openid_name_claim)
    others = (proof.claims.get(claim) for claim in ("preferred_username", "name", "email", "sub"))
    return name_of([chosen, *others])


def _failed(
    request: Request, page: str, why: Failure, error: FarolError | None
) -> RedirectResponse:
    """Back to the page, which tells the person; the log tells the operator."""
    _log.warning(
        "openid_sign_in_failed",
        why=why,
        detail=None if error is None else str(error),
        request_id=request_id(request),
    )
    return _redirect(with_query(page, sign_in=why, sign_in_request=request_id(request)))


def _redirect(url: str) -> RedirectResponse:
    """What it says holds secrets of one sign-in: nobody keeps it, and nobody is told of it."""
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return RedirectResponse(url, 303, headers)
