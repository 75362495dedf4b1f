"""Whether an ID token is one that the provider made, for Farol, for this sign-in, and just now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from api.adapters.openid.discovery import Directory
from api.core.errors import FarolError, Kind

ALGORITHMS = frozenset(
    ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
)
"""With a key pair alone: what anybody who verifies could also sign proves nothing."""
MOST_CHARACTERS = 100_000


class SignInRefused(FarolError):
    """What the provider sent proves nothing."""

    kind: ClassVar[Kind] = "forbidden"


@dataclass(frozen=True)
class Expected:
    """Of the ID token of one sign-in."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str | None
    now: datetime
    leeway_seconds: int


def verified_claims(token: str, directory: Directory, expected: Expected) -> dict[str, Any]:
    """Its claims. Raises SignInRefused, ProviderUnavailable."""
    if len(token) > MOST_CHARACTERS:
        raise SignInRefused("the ID token is too long")
    try:
        decoded = _decoded(token, directory)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": expected.issuer},
                "aud": {"essential": True, "value": expected.client_id},
                "sub": {"essential": True},
            },
            {
                "nonce": expected.nonce,
                "client_id": expected.client_id,
                "access_token": expected.access_token,
            },
        )
        claims.validate(int(expected.now.timestamp()), expected.leeway_seconds)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        # The message names a claim or what is wrong with the signature, never a value.
        raise SignInRefused(f"the ID token does not hold: {error}") from error
    return dict(claims)


def _decoded(token: str, directory: Directory) -> jwt.Token:
    offered = directory.metadata().id_token_signing_alg_values_supported
    algorithms = sorted(ALGORITHMS.intersection(offered))
    try:
        return _decode(token, directory.keys(), algorithms)
    except (InvalidKeyIdError, BadSignatureError):
        newer = directory.newer_keys()
        if newer is None:
            raise
        return _decode(token, newer, algorithms)


def _decode(token: str, keys: KeySet, algorithms: list[str]) -> jwt.Token:
    registry = JWSRegistry(algorithms=algorithms, strict_check_header=False)
    return jwt.decode(token, keys, registry=registry)
