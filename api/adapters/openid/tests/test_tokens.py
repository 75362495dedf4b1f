"""ID tokens that do not hold, made with keys of our own; and how often keys are asked for."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from api.adapters.openid.discovery import (
    DISCOVERY,
    FORCED_EVERY_SECONDS,
    FRESH_SECONDS,
    KEPT_SECONDS,
    Directory,
    ProviderUnavailable,
)
from api.adapters.openid.tokens import Expected, SignInRefused, verified_claims

ISSUER = "https://login.example.org"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
KEY = RSAKey.generate_key(2048, {"kid": "a", "use": "sig", "alg": "RS256"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "b", "use": "sig", "alg": "RS256"})
CLAIMS = {
    "iss": ISSUER,
    "aud": "farol",
    "sub": "248289761001",
    "iat": SECONDS - 1,
    "exp": SECONDS + 300,
    "nonce": "n-0S6_WzA2Mj",
}
EXPECTED = Expected(
    issuer=ISSUER,
    client_id="farol",
    nonce="n-0S6_WzA2Mj",
    access_token=None,
    now=NOW,
    leeway_seconds=60,
)
METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/auth",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
    "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
}


class Provider:
    """What it publishes, and how often it was asked."""

    def __init__(self, *keys: RSAKey, **metadata: Any) -> None:
        self.keys = keys or (KEY,)
        self.metadata = METADATA | metadata
        self.asked: list[str] = []
        self.seconds = 0.0

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if request.url.path == DISCOVERY:
            return httpx.Response(200, json=self.metadata)
        return httpx.Response(200, json={"keys": [key.as_dict(private=False) for key in self.keys]})

    def directory(self) -> Directory:
        http = httpx.Client(transport=httpx.MockTransport(self.answer))
        return Directory(ISSUER, http, clock=lambda: self.seconds)


def signed(key: RSAKey = KEY, **changed: Any) -> str:
    claims = {name: value for name, value in (CLAIMS | changed).items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)


def test_a_token_that_holds_tells_who_it_is() -> None:
    claims = verified_claims(signed(), Provider().directory(), EXPECTED)
    assert claims["sub"] == "248289761001"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"aud": "another-client"},
        {"aud": ["another-client"]},
        {"aud": None},
        {"aud": ["farol", "another-client"]},  # with nobody named as the one it is for
        {"aud": ["farol", "another-client"], "azp": "another-client"},
        {"azp": "another-client"},
        {"exp": SECONDS - 61},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": SECONDS + 61},
        {"nbf": SECONDS + 61},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(SignInRefused):
        verified_claims(signed(**changed), Provider().directory(), EXPECTED)


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": SECONDS - 59},
        {"iat": SECONDS + 59},
        {"nbf": SECONDS + 59},
        {"aud": ["farol"]},
        {"aud": ["farol", "another-client"], "azp": "farol"},
    ],
    ids=str,
)
def test_clocks_may_differ_by_what_the_settings_say(changed: dict[str, Any]) -> None:
    assert verified_claims(signed(**changed), Provider().directory(), EXPECTED)


def unsigned() -> str:
    """Its header is ``{"alg":"none"}``."""
    return ".".join(["eyJhbGciOiJub25lIn0", signed().split(".")[1], ""])


def with_the_public_key_as_secret() -> str:
    """What anybody could sign, were a symmetric algorithm taken with a key of a pair."""
    head, body = (
        urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in ({"alg": "HS256", "kid": "a"}, CLAIMS)
    )
    signature = hmac.digest(KEY.as_pem(private=False), head + b"." + body, "sha256")
    return b".".join([head, body, urlsafe_b64encode(signature).rstrip(b"=")]).decode()


def tampered() -> str:
    head, body, signature = signed().split(".")
    return ".".join([head, body[:-2] + ("AA" if body[-2:] != "AA" else "BB"), signature])


@pytest.mark.parametrize(
    "make",
    [
        unsigned,
        with_the_public_key_as_secret,
        tampered,
        lambda: "x",
        lambda: "",
        lambda: "x" * 10**6,
    ],
    ids=["unsigned", "symmetric", "tampered", "no token", "empty", "endless"],
)
def test_what_the_provider_did_not_sign_is_refused(make: Callable[[], str]) -> None:
    with pytest.raises(SignInRefused) as refused:
        verified_claims(make(), Provider().directory(), EXPECTED)
    assert CLAIMS["sub"] not in str(refused.value)


def test_an_access_token_of_another_answer_is_refused() -> None:
    expected = Expected(
        ISSUER, "farol", "n-0S6_WzA2Mj", access_token="jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y",
        now=NOW, leeway_seconds=60,
    )  # fmt: skip
    directory = Provider().directory()
    # From the specification: OpenID Connect Core 1.0, appendix A.3.
    assert verified_claims(signed(at_hash="77QmUPtjPfzWtF2AnpK9RQ"), directory, expected)
    with pytest.raises(SignInRefused):
        verified_claims(signed(at_hash="88QmUPtjPfzWtF2AnpK9RQ"), directory, expected)


def test_a_new_key_is_asked_for_once_in_a_while() -> None:
    provider = Provider(KEY)
    directory = provider.directory()
    assert verified_claims(signed(), directory, EXPECTED)
    provider.keys = (OTHER_KEY,)
    assert verified_claims(signed(OTHER_KEY), directory, EXPECTED), "learned of it"
    before = len(provider.asked)
    for _ in range(20):
        with pytest.raises(SignInRefused):
            verified_claims(signed(KEY), directory, EXPECTED)
    assert len(provider.asked) == before, "however many name a key that is not known"
    provider.seconds += FORCED_EVERY_SECONDS
    provider.keys = (KEY, OTHER_KEY)
    assert verified_claims(signed(KEY), directory, EXPECTED)


def test_what_is_published_is_read_once_an_hour() -> None:
    provider = Provider()
    directory = provider.directory()
    for _ in range(3):
        verified_claims(signed(), directory, EXPECTED)
    assert provider.asked == [DISCOVERY, "/keys"]
    provider.seconds += FRESH_SECONDS
    directory.metadata(within_seconds=FRESH_SECONDS)
    assert provider.asked == [DISCOVERY, "/keys", DISCOVERY], "but anew to send a browser there"
    provider.seconds += KEPT_SECONDS
    provider.keys = (OTHER_KEY,)
    with pytest.raises(SignInRefused):
        verified_claims(signed(KEY), directory, EXPECTED)


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://login.example.org/token"},
        {"jwks_uri": None},
        {"userinfo_endpoint": "file:///etc/passwd"},
    ],
    ids=str,
)
def test_a_provider_that_publishes_something_else_is_not_used(metadata: dict[str, Any]) -> None:
    with pytest.raises(ProviderUnavailable):
        Provider(**metadata).directory().metadata()


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", json.dumps({"keys": []}).encode()])
def test_a_provider_that_answers_nonsense_is_unavailable(body: bytes) -> None:
    http = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, content=body)))
    with pytest.raises(ProviderUnavailable):
        Directory(ISSUER, http, clock=lambda: 0.0).metadata()
