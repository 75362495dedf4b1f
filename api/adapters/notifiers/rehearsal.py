"""A test message over every channel, and what happened to each."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from api.adapters.notifiers.channels import Channel, open_channels
from api.adapters.notifiers.settings import AlertSettings
from api.core.alerts.types import Notice, Severity
from api.core.ports import NotSent

CHANNELS_AT_ONCE = 8


@dataclass(frozen=True)
class Rehearsed:
    channel: str
    least_severity: Severity
    sent: bool
    reason: str
    """Why it was not sent; empty when it was."""
    seconds: float


def rehearse(settings: AlertSettings, *, actor: str, now: datetime) -> tuple[Rehearsed, ...]:
    """Tried once each and at the same time: takes as long as the slowest channel."""
    notice = notice_of_test(actor=actor, now=now)
    with ThreadPoolExecutor(CHANNELS_AT_ONCE) as threads:
        channels = open_channels(settings).values()
        return tuple(threads.map(lambda channel: _try(channel, notice), channels))


def notice_of_test(*, actor: str, now: datetime) -> Notice:
    return Notice(
        id=f"test-{now:%Y%m%dT%H%M%S%f}",
        event="test",
        at=now,
        alert_id=None,
        opened_at=None,
        key="test",
        model=None,
        kind="test",
        severity="moderate",
        title="Farol can reach you",
        detail=f"{actor} asked for this message. Nothing is wrong.",
        actor=actor,
        reason="a test",
        path="/",
    )


def _try(channel: Channel, notice: Notice) -> Rehearsed:
    begin = time.monotonic()
    reason = ""
    try:
        channel.notifier.notify(notice)
    except NotSent as error:
        reason = str(error)
    seconds = round(time.monotonic() - begin, 3)
    return Rehearsed(channel.name, channel.least_severity, not reason, reason, seconds)
