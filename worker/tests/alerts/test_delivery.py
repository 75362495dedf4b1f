"""From an alert to its receivers, on both databases."""

import json
import logging
from collections.abc import Callable

import pytest

from api.core.alerts import deliveries
from testing.receivers import HttpReceiver
from worker.alerts import deliver as delivering
from worker.tests.alerts.conftest import Alerts

Make = Callable[..., Alerts]


def told(receiver: HttpReceiver) -> list[tuple[str, str]]:
    return [(got.path, json.loads(got.body)["event"]) for got in receiver.received]


def test_opening_escalating_and_resolving_are_told_once_each_and_a_repeat_is_not(
    alerts: Make, receiver: HttpReceiver
) -> None:
    given = alerts(alert_webhooks=[receiver.url()])
    alert = given.raise_alert("told")
    given.raise_alert("told")
    given.run_due()
    given.raise_alert("told", "serious")
    given.raise_alert("told", "serious")
    given.run_due()
    given.resolve("told")
    given.run_due()

    assert told(receiver) == [("/hook", "raised"), ("/hook", "escalated"), ("/hook", "resolved")]
    assert given.events(alert) == [
        ("raised", ""), ("sent", "webhook-1"),
        ("escalated", ""), ("sent", "webhook-1"),
        ("resolved", ""), ("sent", "webhook-1"),
    ]  # fmt: skip


def test_a_channel_for_serious_alerts_hears_of_one_that_became_serious(
    alerts: Make, receiver: HttpReceiver
) -> None:
    serious = {"url": receiver.url("/serious"), "least_severity": "serious"}
    given = alerts(alert_webhooks=[receiver.url("/all"), serious])
    given.raise_alert("becomes serious")
    given.run_due()
    assert told(receiver) == [("/all", "raised")]
    given.raise_alert("becomes serious", "serious")
    given.resolve("becomes serious")
    given.run_due()
    assert sorted(told(receiver)[1:]) == [
        ("/all", "escalated"), ("/all", "resolved"),
        ("/serious", "escalated"), ("/serious", "resolved"),
    ]  # fmt: skip


def test_a_receiver_that_fails_is_asked_again_later_with_the_same_key(
    alerts: Make, receiver: HttpReceiver
) -> None:
    receiver.statuses += [500, 503]
    given = alerts(alert_webhooks=[receiver.url()])
    alert = given.raise_alert("fails twice")
    for tries, seconds in ((1, 9), (1, 1), (2, 59), (2, 1), (3, 7_200)):
        given.run_due()
        assert len(receiver.received) == tries
        given.wait(seconds)
    given.run_due()

    assert len(receiver.received) == 3
    assert len({got.headers["Idempotency-Key"] for got in receiver.received}) == 1
    assert len({got.body for got in receiver.received}) == 1
    assert given.events(alert) == [("raised", ""), ("sent", "webhook-1")]


def test_a_receiver_that_never_answers_well_is_given_up_with_the_reason(
    alerts: Make, receiver: HttpReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.statuses += [500] * 10
    given = alerts(alert_webhooks=[receiver.url()])
    alert = given.raise_alert("never")
    for _ in range(10):
        given.run_due()
        given.wait(3_601)

    assert len(receiver.received) == len(deliveries.WAITS) + 1
    assert given.events(alert) == [("raised", ""), ("not_sent", "webhook-1")]
    assert given.reasons(alert)[1] == "the receiver answered 500"
    assert "webhook-1 was not told: the receiver answered 500" in caplog.text


def test_a_failed_delivery_raises_no_alert_of_its_own(alerts: Make, receiver: HttpReceiver) -> None:
    receiver.statuses.append(404)
    given = alerts(alert_webhooks=[receiver.url()])
    given.raise_alert("not found")
    given.run_due()
    assert given.about_jobs("alerts.deliver") == []
    assert len(receiver.received) == 1


def test_one_channel_that_fails_keeps_no_other_waiting(
    alerts: Make, receiver: HttpReceiver
) -> None:
    receiver.statuses.append(500)
    given = alerts(alert_webhooks=[receiver.url("/one"), receiver.url("/two")])
    alert = given.raise_alert("two channels")
    given.run_due()
    assert told(receiver) == [("/one", "raised"), ("/two", "raised")]
    assert given.events(alert) == [("raised", ""), ("sent", "webhook-2")]
    given.wait(10)
    given.run_due()
    assert given.events(alert)[2:] == [("sent", "webhook-1")]


def test_a_channel_that_the_settings_lost_is_given_up(alerts: Make, receiver: HttpReceiver) -> None:
    receiver.statuses.append(500)
    before = alerts(alert_webhooks=[receiver.url()])
    alert = before.raise_alert("lost")
    before.run_due()
    after = alerts()
    after.now = before.now
    after.wait(10)
    after.run_due()
    assert after.reasons(alert)[1:] == ["the settings do not name this channel any more"]


def test_without_channels_an_alert_is_kept_and_told_to_nobody(alerts: Make) -> None:
    given = alerts()
    alert = given.raise_alert("nobody")
    given.run_due()
    assert given.events(alert) == [("raised", "")]


def test_what_was_sent_and_not_written_down_is_sent_again_under_the_same_key(
    alerts: Make, receiver: HttpReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At least once: a worker that is killed in between cannot know that it had sent."""
    given = alerts(alert_webhooks=[receiver.url()])
    alert = given.raise_alert("killed")

    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(delivering.deliveries, "record_sent", killed)
        with pytest.raises(SystemExit):
            given.run_due()
    given.lose_worker()
    given.run_due()
    assert len(receiver.received) == 2
    assert len({got.headers["Idempotency-Key"] for got in receiver.received}) == 1
    assert given.events(alert) == [("raised", ""), ("sent", "webhook-1")]


def test_no_secret_is_written_anywhere(
    alerts: Make, receiver: HttpReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    receiver.statuses += [200, 404]
    secret = {"url": receiver.url("/services/token-1"), "secret": "token-2"}
    given = alerts(alert_webhooks=[secret], alert_slack_webhooks=[receiver.url("/token-3")])
    given.raise_alert("secretive")
    given.run_due()
    assert len(receiver.received) == 2
    for number in (1, 2, 3):
        assert f"token-{number}" not in given.everything_written()
        assert f"token-{number}" not in caplog.text
