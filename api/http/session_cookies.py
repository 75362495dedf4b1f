"""The cookies of a browser that is signed in, however it did."""

from typing import Any, Literal

from fastapi import Request, Response

from api.core.access import sessions as web_sessions
from api.http.authentication import HINT_COOKIE, SESSION_COOKIE

TOKEN_BYTES = 32


def set_session_cookies(request: Request, response: Response, token: str) -> None:
    lasts = int(web_sessions.LASTS.total_seconds())
    said = cookie_of(request, "strict")
    response.set_cookie(SESSION_COOKIE, token, max_age=lasts, httponly=True, **said)
    response.set_cookie(HINT_COOKIE, "1", max_age=lasts, **said)


def drop_session_cookies(request: Request, response: Response) -> None:
    said = cookie_of(request, "strict")
    response.delete_cookie(SESSION_COOKIE, **said, httponly=True)
    response.delete_cookie(HINT_COOKIE, **said)


def cookie_of(
    request: Request, samesite: Literal["strict", "lax"], path: str = "/"
) -> dict[str, Any]:
    """Over plain HTTP, as on one's own machine, a browser would not send a secure cookie back."""
    return {"samesite": samesite, "secure": request.url.scheme == "https", "path": path}
