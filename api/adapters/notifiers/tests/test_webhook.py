"""The webhook against a real receiver on the loopback interface."""

import hashlib
import hmac
import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.adapters.notifiers import posting
from api.adapters.notifiers.settings import WebhookSettings
from api.adapters.notifiers.webhook import WebhookNotifier, signature
from api.core.alerts.types import Notice
from api.core.ports import NotSent
from testing.receivers import HttpReceiver
from testing.servers import free_port

SECRET = "between-you-and-me"
Make = Callable[..., Notice]


def notifier(url: str, **settings: Any) -> WebhookNotifier:
    return WebhookNotifier(WebhookSettings(url=url, **settings), "https://farol.example.org/")


def refusal(sender: WebhookNotifier, notice: Notice) -> NotSent:
    with pytest.raises(NotSent) as refused:
        sender.notify(notice)
    return refused.value


def test_the_body_is_the_documented_one(receiver: HttpReceiver, notice: Make) -> None:
    notifier(receiver.url()).notify(notice())
    [got] = receiver.received
    assert json.loads(got.body) == {
        "schema": "farol.alert.v1",
        "id": "alert-7-event-12",
        "event": "raised",
        "at": "2026-11-22T12:00:00Z",
        "actor": "policy:checks",
        "reason": "9 of 14 fields; <origin> & others",
        "alert": {
            "id": 7,
            "key": "drift:flight-delay",
            "kind": "drift",
            "model": "flight-delay",
            "severity": "serious",
            "title": "The inputs of flight-delay have drifted",
            "detail": "9 of 14 fields; <origin> & others",
            "opened_at": "2026-11-22T12:00:00Z",
            "url": "https://farol.example.org/models/flight-delay",
        },
    }
    assert got.headers["Content-Type"] == "application/json"
    assert got.headers["Idempotency-Key"] == "alert-7-event-12"
    assert "X-Farol-Signature" not in got.headers


def test_a_signature_is_that_of_time_and_body(receiver: HttpReceiver, notice: Make) -> None:
    begin = int(time.time())
    notifier(receiver.url(), secret=SECRET).notify(notice())
    [got] = receiver.received
    timestamp = got.headers["X-Farol-Timestamp"]
    signed = hmac.new(SECRET.encode(), timestamp.encode() + b"." + got.body, hashlib.sha256)
    assert got.headers["X-Farol-Signature"] == f"sha256={signed.hexdigest()}"
    assert begin <= int(timestamp) <= time.time()


def test_the_signature_is_what_openssl_gives() -> None:
    """printf '1700000000.{}' | openssl dgst -sha256 -hmac key"""
    assert (
        signature("key", b"{}", timestamp=1_700_000_000)["X-Farol-Signature"]
        == "sha256=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae"
    )


def test_a_secret_in_a_file_may_change_between_two_messages(
    receiver: HttpReceiver, notice: Make, tmp_path: Path
) -> None:
    address, secret = tmp_path / "address", tmp_path / "secret"
    address.write_text(f"{receiver.url('/from-file')}\n")
    sender = WebhookNotifier(WebhookSettings(url_file=address, secret_file=secret), "")
    for word in ("one", "two"):
        secret.write_text(f"{word}\n")
        sender.notify(notice())
    for got, word in zip(receiver.received, ("one", "two"), strict=True):
        signed = signature(word, got.body, timestamp=int(got.headers["X-Farol-Timestamp"]))
        assert signed["X-Farol-Signature"] == got.headers["X-Farol-Signature"]
        assert got.path == "/from-file"


@pytest.mark.parametrize("content", [None, "", "\n"])
def test_a_secret_that_cannot_be_read_sends_nothing_unsigned(
    receiver: HttpReceiver, notice: Make, tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "secret"
    if content is not None:
        path.write_text(content)
    refused = refusal(notifier(receiver.url(), secret_file=path), notice())
    assert refused.transient
    assert str(tmp_path) not in str(refused)
    assert receiver.received == []


@pytest.mark.parametrize(
    ("status", "transient"),
    [(500, True), (503, True), (429, True), (408, True), (404, False), (410, False), (301, False)],
)
def test_a_refusal_says_whether_trying_again_may_help(
    receiver: HttpReceiver, notice: Make, status: int, transient: bool
) -> None:
    receiver.statuses.append(status)
    refused = refusal(notifier(receiver.url()), notice())
    assert (str(refused), refused.transient) == (f"the receiver answered {status}", transient)


def test_a_redirect_is_not_followed(receiver: HttpReceiver, notice: Make) -> None:
    receiver.statuses.append(307)
    receiver.location = receiver.url("/elsewhere")
    assert not refusal(notifier(receiver.url()), notice()).transient
    assert [got.path for got in receiver.received] == ["/hook"]


def test_nobody_there_is_worth_another_try(notice: Make) -> None:
    refused = refusal(notifier(f"http://127.0.0.1:{free_port()}/hook"), notice())
    assert refused.transient
    assert str(refused) == "the receiver could not be reached (ConnectError)"


def test_who_takes_too_long_is_not_waited_for(
    notice: Make, monkeypatch: pytest.MonkeyPatch, silent_port: int
) -> None:
    monkeypatch.setattr(posting, "TIMEOUT_SECONDS", 0.2)
    refused = refusal(notifier(f"http://127.0.0.1:{silent_port}/hook"), notice())
    assert refused.transient
    assert "did not answer within" in str(refused)


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(
    notice: Make, encrypted_port: int
) -> None:
    refused = refusal(notifier(f"https://127.0.0.1:{encrypted_port}/hook"), notice())
    assert str(refused) == "the receiver's certificate is not valid"


def test_no_address_and_no_secret_is_logged(
    receiver: HttpReceiver, notice: Make, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    receiver.statuses += [200, 500]
    sender = notifier(receiver.url("/services/T0/B0/token"), secret=SECRET)
    sender.notify(notice())
    refused = refusal(sender, notice())
    for said in (caplog.text, str(refused), repr(sender)):
        assert "token" not in said
        assert SECRET not in said
