import json
from typing import Any

import pytest
from pydantic import ValidationError

from api.adapters.notifiers.channels import open_channels
from api.adapters.notifiers.mail import EmailNotifier
from api.adapters.notifiers.slack import SlackNotifier
from api.adapters.notifiers.webhook import WebhookNotifier
from api.adapters.settings import Settings

SECRET_URL = "https://hooks.example.org/services/T0/B0/token"


def test_without_settings_there_are_no_channels() -> None:
    assert open_channels(Settings()) == {}


def test_channels_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {
        "ALERT_WEBHOOKS": [SECRET_URL, {"url": SECRET_URL, "secret": "s", "name": "pager"}],
        "ALERT_SLACK_WEBHOOKS": [{"url": SECRET_URL, "least_severity": "serious"}],
        "ALERT_EMAIL_TO": ["ana@example.org"],
    }
    for name, value in given.items():
        monkeypatch.setenv(f"FAROL_{name}", json.dumps(value))
    monkeypatch.setenv("FAROL_SMTP_HOST", "mail.example.org")
    monkeypatch.setenv("FAROL_SMTP_FROM", "farol@example.org")
    channels = open_channels(Settings())
    assert {name: (type(c.notifier), c.least_severity) for name, c in channels.items()} == {
        "webhook-1": (WebhookNotifier, "moderate"),
        "pager": (WebhookNotifier, "moderate"),
        "slack-1": (SlackNotifier, "serious"),
        "email-1": (EmailNotifier, "moderate"),
    }


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"alert_webhooks": ["hooks.example.org/token"]}, "must begin with https://"),
        ({"alert_webhooks": ["file:///etc/token"]}, "must begin with https://"),
        ({"alert_webhooks": ["https://hooks.example.org:99999999/token"]}, "must begin with"),
        ({"alert_webhooks": [{"secret": "token"}]}, "needs either url or url_file"),
        (
            {"alert_slack_webhooks": [{"url": SECRET_URL, "url_file": "/token"}]},
            "needs either url or url_file",
        ),
        (
            {"alert_webhooks": [{"url": SECRET_URL, "secret": "token", "secret_file": "f"}]},
            "not both",
        ),
        ({"alert_webhooks": [{"url": SECRET_URL, "sceret": "token"}]}, "sceret"),
        ({"alert_webhooks": [{"url": SECRET_URL, "least_severity": "token"}]}, "least_severity"),
        ({"alert_webhooks": [{"url": SECRET_URL, "name": "token\n"}]}, "name"),
        (
            {"alert_webhooks": [{"url": SECRET_URL, "name": "a"}] * 2},
            "two channels for alerts have the same name",
        ),
        ({"alert_email_to": ["ana@example.org"]}, "needs FAROL_SMTP_HOST and FAROL_SMTP_FROM"),
        ({"dashboard_email_to": ["ana@example.org"]}, "FAROL_DASHBOARD_EMAIL_TO needs FAROL_SMTP"),
        ({"dashboard_email_to": ["token"], "smtp_host": "h", "smtp_from": "f@x"}, "dashboard_em"),
        ({"dashboard_email_language": "fr"}, "dashboard_email_language"),
        (
            {"alert_email_to": ["ana@example.org, token@x"], "smtp_host": "h", "smtp_from": "f@x"},
            "address",
        ),
        (
            {"smtp_username": "u", "smtp_password": "token", "smtp_security": "none"},
            "a password must not travel unencrypted",
        ),
        ({"public_url": "farol.example.org"}, "FAROL_PUBLIC_URL must begin with"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_what_cannot_work_is_refused_without_repeating_it(given: Any, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(**given)
    assert sentence in str(refused.value)
    assert "token" not in str(refused.value)


def test_the_settings_show_no_secret() -> None:
    settings = Settings(
        alert_webhooks=[{"url": SECRET_URL, "secret": "another-token"}],
        smtp_password="a-third-token",
    )
    assert "token" not in repr(settings)
    assert "token" not in settings.model_dump_json()
