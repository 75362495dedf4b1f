"""One provider, as a process of Farol talks to it: where to send a browser, and who came back."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus, urlencode

import httpx
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from api.adapters.openid.discovery import (
    FRESH_SECONDS,
    Directory,
    Metadata,
    ProviderUnavailable,
    fetch_json,
)
from api.adapters.openid.settings import OpenIdSettings
from api.adapters.openid.tokens import Expected, SignInRefused, verified_claims
from api.core.access.attempts import Secrets
from api.core.access.claims import at

TIMEOUT_SECONDS = 5.0
TOKEN_HEADERS = {
    "Accept": "application/json",
    "Content-Type": "application/x-www-form-urlencoded",
}


@dataclass(frozen=True)
class Answer:
    """What a browser brings back from the provider."""

    code: str
    issuer: str | None
    """RFC 9207: who says that it answered."""


@dataclass(frozen=True)
class Proof:
    """Who signed in there."""

    subject: str
    claims: dict[str, Any]
    """Of the ID token, and of userinfo where that was asked."""
    id_token: str


class OpenIdProvider:
    def __init__(
        self,
        settings: OpenIdSettings,
        *,
        redirect_uri: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._redirect_uri = redirect_uri
        # A provider's endpoints answer themselves: what leads elsewhere is not followed.
        self._http = httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False)
        self._directory = Directory(settings.openid_issuer, self._http, clock)

    @property
    def issuer(self) -> str:
        return self._settings.openid_issuer

    def close(self) -> None:
        self._http.close()

    def authorization_url(self, secrets: Secrets) -> str:
        """Where the browser signs in. Raises ProviderUnavailable."""
        url: str = prepare_grant_uri(
            self._directory.metadata(within_seconds=FRESH_SECONDS).authorization_endpoint,
            client_id=self._settings.openid_client_id,
            response_type="code",
            redirect_uri=self._redirect_uri,
            scope=self._settings.openid_scopes,
            state=secrets.state,
            nonce=secrets.nonce,
            code_challenge=create_s256_code_challenge(secrets.code_verifier),
            code_challenge_method="S256",
        )
        return url

    def identify(self, answer: Answer, *, nonce: str, code_verifier: str, now: datetime) -> Proof:
        """Raises SignInRefused, ProviderUnavailable."""
        metadata = self._directory.metadata()
        self._require_issuer(answer, metadata)
        tokens = self._exchange(answer.code, code_verifier, metadata)
        id_token, access_token = tokens.get("id_token"), tokens.get("access_token")
        if not isinstance(id_token, str):
            raise SignInRefused("the provider sent no ID token")
        expected = Expected(
            issuer=self.issuer,
            client_id=self._settings.openid_client_id,
            nonce=nonce,
            access_token=access_token if isinstance(access_token, str) else None,
            now=now,
            leeway_seconds=self._settings.openid_clock_skew_seconds,
        )
        claims = verified_claims(id_token, self._directory, expected)
        claims = self._with_userinfo(claims, expected.access_token, metadata)
        return Proof(claims["sub"], claims, id_token)

    def sign_out_url(self, id_token: str, *, back_to: str) -> str | None:
        """Where the browser signs out there, too; None where that cannot be, or not now."""
        if not self._settings.openid_sign_out_there:
            return None
        try:
            endpoint = self._directory.metadata().end_session_endpoint
        except ProviderUnavailable:
            return None
        if endpoint is None:
            return None
        parameters = {
            "id_token_hint": id_token,
            "client_id": self._settings.openid_client_id,
            "post_logout_redirect_uri": back_to,
        }
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(parameters)}"

    def _require_issuer(self, answer: Answer, metadata: Metadata) -> None:
        missing = answer.issuer is None and metadata.authorization_response_iss_parameter_supported
        if missing or answer.issuer not in (None, self.issuer):
            raise SignInRefused("the answer is of another provider")

    def _exchange(self, code: str, code_verifier: str, metadata: Metadata) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": code_verifier,
        }
        url, headers, body = self._client_auth(metadata).prepare(
            "POST", metadata.token_endpoint, dict(TOKEN_HEADERS), urlencode(form)
        )
        try:
            answer = self._http.post(url, headers=headers, content=body)
            found = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderUnavailable("the provider's token endpoint does not answer") from error
        if answer.status_code >= 500:
            raise ProviderUnavailable(f"the provider's token endpoint says {answer.status_code}")
        if answer.is_success and isinstance(found, dict):
            return found
        said = found.get("error") if isinstance(found, dict) else None
        raise SignInRefused(f"the provider does not take the code: {str(said)[:60]}")

    def _client_auth(self, metadata: Metadata) -> ClientAuth:
        client_id, secret = self._settings.openid_client_id, self._secret()
        if secret is None:
            return ClientAuth(client_id, None, "none")
        if "client_secret_post" in metadata.token_endpoint_auth_methods_supported:
            return ClientAuth(client_id, secret, "client_secret_post")
        # RFC 6749, section 2.3.1: encoded as in a form before it is encoded for the header.
        return ClientAuth(quote_plus(client_id), quote_plus(secret), "client_secret_basic")

    def _secret(self) -> str | None:
        file = self._settings.openid_client_secret_file
        if file is None:
            given = self._settings.openid_client_secret
            return None if given is None else given.get_secret_value()
        try:
            return file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise ProviderUnavailable("FAROL_OPENID_CLIENT_SECRET_FILE cannot be read") from None

    def _with_userinfo(
        self, claims: dict[str, Any], access_token: str | None, metadata: Metadata
    ) -> dict[str, Any]:
        """Many providers put into the ID token little more than who it is."""
        wanted = (self._settings.openid_role_claim, self._settings.openid_name_claim)
        complete = all(at(claims, one) is not None for one in wanted)
        url = metadata.userinfo_endpoint
        if complete or url is None or access_token is None:
            return claims
        said = fetch_json(self._http, url, headers={"Authorization": f"Bearer {access_token}"})
        if not isinstance(said, dict) or said.get("sub") != claims["sub"]:
            raise SignInRefused("what the provider says of the person is about somebody else")
        # What was signed counts.
        return said | claims
