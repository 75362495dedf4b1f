"""What a provider publishes about itself, and the keys that it signs with."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, ValidationError

from api.adapters.openid.settings import is_private_address
from api.core.errors import FarolError, Kind

KEPT_SECONDS = 3_600.0
FORCED_EVERY_SECONDS = 10.0
"""However many tokens name a key that is not known, the keys are asked for no more often."""
FRESH_SECONDS = 1.0
"""What a browser is sent by: a provider that is away is told of by us, not by the browser."""
DISCOVERY = "/.well-known/openid-configuration"


class ProviderUnavailable(FarolError):
    """It does not answer, or not with what can be used; passwords still work."""

    kind: ClassVar[Kind] = "unavailable"


class Metadata(BaseModel):
    """OpenID Connect Discovery 1.0, section 3; the parts that are used."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False

    @property
    def endpoints(self) -> tuple[str, ...]:
        named = (
            self.authorization_endpoint,
            self.token_endpoint,
            self.jwks_uri,
            self.userinfo_endpoint,
            self.end_session_endpoint,
        )
        return tuple(one for one in named if one is not None)


@dataclass
class Directory:
    """Of one provider; kept an hour, and shared by the threads of a process."""

    issuer: str
    http: httpx.Client
    clock: Callable[[], float]
    """Monotonic seconds."""
    _metadata: tuple[float, Metadata] | None = None
    _keys: tuple[float, KeySet] | None = None
    _forced_at: float | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def metadata(self, *, within_seconds: float = KEPT_SECONDS) -> Metadata:
        """Not older than that. Raises ProviderUnavailable."""
        kept = self._metadata
        if kept is not None and self.clock() - kept[0] < within_seconds:
            return kept[1]
        found = self._read_metadata()
        self._metadata = (self.clock(), found)
        return found

    def keys(self) -> KeySet:
        """Raises ProviderUnavailable."""
        kept = self._keys
        if kept is not None and self.clock() - kept[0] < KEPT_SECONDS:
            return kept[1]
        return self._fetch_keys()

    def newer_keys(self) -> KeySet | None:
        """Asked for again, because a token names one that is not known; None where that was done a
        moment ago. Raises ProviderUnavailable."""
        with self._lock:
            now = self.clock()
            if self._forced_at is not None and now - self._forced_at < FORCED_EVERY_SECONDS:
                return None
            self._forced_at = now
        return self._fetch_keys()

    def _fetch_keys(self) -> KeySet:
        document = fetch_json(self.http, self.metadata().jwks_uri)
        try:
            found = KeySet.import_key_set(document)
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise ProviderUnavailable("the provider publishes no key that can be used") from error
        self._keys = (self.clock(), found)
        return found

    def _read_metadata(self) -> Metadata:
        document = fetch_json(self.http, self.issuer.rstrip("/") + DISCOVERY)
        try:
            found = Metadata.model_validate(document)
        except ValidationError as error:
            raise ProviderUnavailable(
                "the provider's discovery document lacks what is needed"
            ) from error
        if found.issuer != self.issuer:
            raise ProviderUnavailable(
                f"the provider calls itself {found.issuer!r}: FAROL_OPENID_ISSUER must say the same"
            )
        if not all(is_private_address(one) for one in found.endpoints):
            raise ProviderUnavailable("the provider names an address that is not https://")
        return found


def fetch_json(http: httpx.Client, url: str, **how: Any) -> Any:
    """Raises ProviderUnavailable."""
    try:
        answer = http.get(url, **how)
        answer.raise_for_status()
        return answer.json()
    except httpx.HTTPStatusError as error:
        raise ProviderUnavailable(f"the provider answers {error.response.status_code}") from error
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderUnavailable("the provider does not answer") from error
