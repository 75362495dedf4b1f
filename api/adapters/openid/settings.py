"""Which provider people sign in with, from ``FAROL_OPENID_*``; see docs/guides/access.md."""

from ipaddress import ip_address
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings

from api.core.access.types import Role


class OpenIdSettings(BaseSettings):
    openid_issuer: str = ""
    """Address of the provider, as its own discovery document names it; empty is none."""
    openid_client_id: str = ""
    openid_client_secret: SecretStr | None = None
    openid_client_secret_file: Path | None = None
    """Read at each sign-in, so that it may be changed meanwhile. Neither: a public client."""
    openid_label: str = Field(default="OpenID Connect", min_length=1, max_length=60)
    """The button says "Sign in with" this."""
    openid_scopes: str = "openid profile email"
    openid_role_claim: str = Field(default="roles", min_length=1)
    """Claim with a person's groups or roles; dots lead into objects: ``realm_access.roles``."""
    openid_roles: dict[str, Role] = {}
    """JSON object: a value of that claim -> a role of Farol. Of several the highest counts."""
    openid_default_role: Role | None = None
    """Of whom no value gives a role; without it they are not let in."""
    openid_name_claim: str = Field(default="preferred_username", min_length=1)
    """What a person is called here, chosen at the first sign-in."""
    openid_clock_skew_seconds: int = Field(default=60, ge=0, le=600)
    openid_sign_out_there: bool = True
    """Whether who signs out of Farol is led to sign out of the provider, where it can be."""

    @model_validator(mode="after")
    def _check_openid(self) -> Self:
        if not self.openid_issuer:
            if self.openid_client_id:
                raise ValueError("FAROL_OPENID_CLIENT_ID needs FAROL_OPENID_ISSUER")
            return self
        if not is_private_address(self.openid_issuer):
            raise ValueError(
                "FAROL_OPENID_ISSUER must begin with https:// (http:// on this machine alone)"
            )
        if not self.openid_client_id:
            raise ValueError("FAROL_OPENID_ISSUER needs FAROL_OPENID_CLIENT_ID")
        if self.openid_client_secret is not None and self.openid_client_secret_file is not None:
            raise ValueError("needs openid_client_secret or openid_client_secret_file, not both")
        if "openid" not in self.openid_scopes.split():
            raise ValueError("FAROL_OPENID_SCOPES must name openid")
        if not self.openid_roles and self.openid_default_role is None:
            raise ValueError("nobody could sign in: FAROL_OPENID_ROLES maps values to roles")
        return self


def is_private_address(text: str) -> bool:
    """Whether what is sent there nobody else reads: HTTPS, or this very machine."""
    try:
        parts = urlsplit(text)
        if not parts.hostname or parts.port == 0:
            return False
    except ValueError:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
