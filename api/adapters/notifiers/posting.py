"""One HTTP POST to a receiver that we do not trust, and what its answer means."""

import logging
import ssl
from collections.abc import Mapping

import httpx

from api.adapters.notifiers.settings import is_web_address
from api.core.ports import NotSent

TIMEOUT_SECONDS = 10.0
TRANSIENT_STATUSES = frozenset({408, 425, 429})
"""Beside all from 500 on."""

# At INFO they write every address, and that of a webhook is a secret.
for name in ("httpx", "httpcore"):
    logging.getLogger(name).setLevel(logging.WARNING)


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> None:
    """Returns when the receiver answered with 2xx; its body is not read, no redirect is followed.

    Raises NotSent, whose message holds neither the address nor anything that the receiver said.
    """
    if not is_web_address(url):
        raise NotSent("its address is no web address", transient=False)
    try:
        status = _status(url, body, {"Content-Type": "application/json", **headers})
    except httpx.TimeoutException:
        raise NotSent(
            f"the receiver did not answer within {TIMEOUT_SECONDS:.0f} s", transient=True
        ) from None
    except (httpx.TransportError, httpx.InvalidURL) as error:
        raise NotSent(_unreached(error), transient=True) from None
    if status >= 300:
        transient = status >= 500 or status in TRANSIENT_STATUSES
        raise NotSent(f"the receiver answered {status}", transient=transient)


def _status(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    with (
        httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False) as client,
        client.stream("POST", url, content=body, headers=headers) as answer,
    ):
        return answer.status_code


def _unreached(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "the receiver's certificate is not valid"
        cause = cause.__cause__ or cause.__context__
    return f"the receiver could not be reached ({type(error).__name__})"
