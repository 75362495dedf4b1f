"""A webhook that gets each notice as JSON, signed; the contract is docs/guides/alerts.md."""

import hashlib
import hmac
import time
from dataclasses import dataclass

import msgspec

from api.adapters.notifiers.posting import post
from api.adapters.notifiers.secrets import read_secret
from api.adapters.notifiers.settings import WebhookSettings
from api.adapters.notifiers.wording import page
from api.core.alerts.types import Notice


@dataclass(frozen=True)
class WebhookNotifier:
    settings: WebhookSettings
    public_url: str

    def notify(self, notice: Notice) -> None:
        url = read_secret(self.settings.url, self.settings.url_file)
        secret = read_secret(self.settings.secret, self.settings.secret_file)
        body = document(notice, self.public_url)
        headers = {"Idempotency-Key": notice.id, "User-Agent": "Farol"}
        if secret is not None:
            headers |= signature(secret, body, timestamp=int(time.time()))
        post(url or "", body=body, headers=headers)


def document(notice: Notice, public_url: str) -> bytes:
    return msgspec.json.encode(
        {
            "schema": "farol.alert.v1",
            "id": notice.id,
            "event": notice.event,
            "at": notice.at,
            "actor": notice.actor,
            "reason": notice.reason,
            "alert": {
                "id": notice.alert_id,
                "key": notice.key,
                "kind": notice.kind,
                "model": notice.model,
                "severity": notice.severity,
                "title": notice.title,
                "detail": notice.detail,
                "opened_at": notice.opened_at,
                "url": page(notice, public_url) or None,
            },
        }
    )


def signature(secret: str, body: bytes, *, timestamp: int) -> dict[str, str]:
    """Headers with the HMAC-SHA256 of ``<timestamp>.<body>``, ``timestamp`` in Unix seconds.

    The time is signed so that a receiver can refuse what somebody kept and sends again.
    """
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return {
        "X-Farol-Timestamp": str(timestamp),
        "X-Farol-Signature": f"sha256={digest.hexdigest()}",
    }
