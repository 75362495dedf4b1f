"""The channels that the settings name, ready to use."""

from dataclasses import dataclass

from api.adapters.notifiers.mail import EmailNotifier
from api.adapters.notifiers.settings import (
    AlertSettings,
    ChannelSettings,
    EmailSettings,
    SlackSettings,
    WebhookSettings,
)
from api.adapters.notifiers.slack import SlackNotifier
from api.adapters.notifiers.webhook import WebhookNotifier
from api.core.alerts.types import Severity
from api.core.ports import Notifier


@dataclass(frozen=True)
class Channel:
    name: str
    """Shown to people; holds no address."""
    least_severity: Severity
    notifier: Notifier


def open_channels(settings: AlertSettings) -> dict[str, Channel]:
    """By name. Nothing is connected to and no secret is read before a notice is sent."""
    return {
        name: Channel(name, given.least_severity, _notifier(given, settings))
        for name, given in settings.alert_channels
    }


def _notifier(given: ChannelSettings, settings: AlertSettings) -> Notifier:
    # A webhook's settings are a Slack one's and more.
    if isinstance(given, WebhookSettings):
        return WebhookNotifier(given, settings.public_url)
    if isinstance(given, SlackSettings):
        return SlackNotifier(given, settings.public_url)
    if isinstance(given, EmailSettings):
        return EmailNotifier(given.address, settings)
    raise TypeError(f"no notifier takes {type(given).__name__}")
