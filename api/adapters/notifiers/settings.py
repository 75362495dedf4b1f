"""Where alerts go, from ``FAROL_ALERT_*`` and ``FAROL_SMTP_*``; see docs/guides/alerts.md.

An address of a webhook is a secret: whoever knows a Slack one may write in its channel.
"""

from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings

from api.core.alerts.types import Severity

Security = Literal["starttls", "tls", "none"]
Address = Annotated[str, Field(pattern=r"^[^\s@<>,;]+@[^\s@<>,;]+$", max_length=254)]
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}


class ChannelSettings(BaseModel):
    """A JSON object, or only its address as a text."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
    address_field: ClassVar[str] = "url"

    name: str = Field(default="", pattern=r"^([A-Za-z0-9][A-Za-z0-9 ._-]{0,63})?$")
    """Shown to whoever reads alerts; empty means the kind and the place in its list."""
    least_severity: Severity = "moderate"

    @model_validator(mode="before")
    @classmethod
    def _from_address(cls, given: Any) -> Any:
        return {cls.address_field: given} if isinstance(given, str) else given


class SlackSettings(ChannelSettings):
    url: SecretStr | None = None
    url_file: Path | None = None
    """Read at each sending, so that it may be changed meanwhile."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.url is None) == (self.url_file is None):
            raise ValueError("needs either url or url_file")
        if self.url is not None and not is_web_address(self.url.get_secret_value()):
            raise ValueError("url must begin with https:// or http:// and name a host")
        return self


class WebhookSettings(SlackSettings):
    secret: SecretStr | None = None
    """Signs what is sent; unsigned without."""
    secret_file: Path | None = None

    @model_validator(mode="after")
    def _check_secret(self) -> Self:
        if self.secret is not None and self.secret_file is not None:
            raise ValueError("needs secret or secret_file, not both")
        return self


class EmailSettings(ChannelSettings):
    address_field: ClassVar[str] = "address"

    address: Address


class AlertSettings(BaseSettings):
    alert_webhooks: tuple[WebhookSettings, ...] = ()
    """JSON list of ``{"url" or "url_file", "secret"?, "secret_file"?, "least_severity"?, "name"?}``
    or of addresses; the same of the next two."""
    alert_slack_webhooks: tuple[SlackSettings, ...] = ()
    alert_email_to: tuple[EmailSettings, ...] = ()
    public_url: str = ""
    """How people reach Farol, for example ``https://farol.example.org``: links in alerts."""
    smtp_host: str = ""
    smtp_port: int | None = Field(default=None, ge=1, le=65_535)
    """587, or 465 with ``tls`` and 25 with ``none``, where it is not set."""
    smtp_security: Security = "starttls"
    smtp_username: str = ""
    smtp_password: SecretStr | None = None
    smtp_password_file: Path | None = None
    smtp_from: str = ""
    dashboard_email_to: tuple[Address, ...] = ()
    """Who gets the executive dashboard of each week as PDF; JSON list of addresses."""
    dashboard_email_language: Literal["en", "pt-BR"] = "en"

    @model_validator(mode="after")
    def _check_alerts(self) -> Self:
        if self.alert_email_to and not (self.smtp_host and self.smtp_from):
            raise ValueError("FAROL_ALERT_EMAIL_TO needs FAROL_SMTP_HOST and FAROL_SMTP_FROM")
        if self.dashboard_email_to and not (self.smtp_host and self.smtp_from):
            raise ValueError("FAROL_DASHBOARD_EMAIL_TO needs FAROL_SMTP_HOST and FAROL_SMTP_FROM")
        if self.smtp_username and self.smtp_security == "none":
            raise ValueError("a password must not travel unencrypted: FAROL_SMTP_SECURITY=starttls")
        if self.public_url and not is_web_address(self.public_url):
            raise ValueError("FAROL_PUBLIC_URL must begin with https:// or http:// and name a host")
        names = [name for name, _ in self.alert_channels]
        if len(names) != len(set(names)):
            raise ValueError("two channels for alerts have the same name")
        return self

    @property
    def alert_channels(self) -> tuple[tuple[str, ChannelSettings], ...]:
        """Every channel with its name."""
        kinds: dict[str, tuple[ChannelSettings, ...]] = {
            "webhook": self.alert_webhooks,
            "slack": self.alert_slack_webhooks,
            "email": self.alert_email_to,
        }
        return tuple(
            (channel.name or f"{kind}-{number}", channel)
            for kind, channels in kinds.items()
            for number, channel in enumerate(channels, start=1)
        )


def is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
