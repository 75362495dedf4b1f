from datetime import UTC, datetime

from api.adapters.notifiers.rehearsal import rehearse
from api.adapters.settings import Settings
from testing.receivers import HttpReceiver

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_a_test_message_goes_over_every_channel_and_each_says_what_happened(
    receiver: HttpReceiver,
) -> None:
    settings = Settings(
        alert_webhooks=[receiver.url("/one"), {"url": receiver.url("/two"), "name": "pager"}],
        alert_slack_webhooks=[{"url": receiver.url("/slack"), "least_severity": "serious"}],
    )
    tried = rehearse(settings, actor="person:ana", now=NOW)
    assert [(t.channel, t.least_severity, t.sent, t.reason) for t in tried] == [
        ("webhook-1", "moderate", True, ""),
        ("pager", "moderate", True, ""),
        ("slack-1", "serious", True, ""),
    ]
    assert {got.path for got in receiver.received} == {"/one", "/two", "/slack"}
    assert all(b"Nothing is wrong." in got.body for got in receiver.received)


def test_a_channel_that_fails_is_no_error(receiver: HttpReceiver) -> None:
    receiver.statuses.append(404)
    settings = Settings(alert_webhooks=[receiver.url()])
    [tried] = rehearse(settings, actor="person:ana", now=NOW)
    assert (tried.sent, tried.reason) == (False, "the receiver answered 404")


def test_without_channels_nothing_is_tried() -> None:
    assert rehearse(Settings(), actor="person:ana", now=NOW) == ()
