"""An event's way through the channels."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core.alerts import deliveries, operations, queries
from api.core.jobs.queries import queue_figures
from api.core.tables import AlertDelivery, AlertEvent, Job, OutboxMessage

Sessions = sessionmaker[Session]


@pytest.fixture
def event_id(sessions: Sessions, now: datetime) -> int:
    with write_session(sessions) as session:
        operations.raise_alert(
            session, key="k", model=None, kind="drift", severity="serious", title="Drift",
            detail="9 fields", now=now, actor="system",
        )  # fmt: skip
        return session.scalars(select(AlertEvent.id)).one()


@pytest.fixture
def plan(sessions: Sessions, event_id: int, now: datetime) -> Callable[..., int]:
    def call(*channels: str) -> int:
        with write_session(sessions) as session:
            return deliveries.plan(session, event_id=event_id, channels=channels, now=now)

    return call


def asked(sessions: Sessions) -> list[tuple[int, int]]:
    """Deliveries and tries that jobs were made for."""
    with read_session(sessions) as session:
        jobs = session.scalars(select(Job).where(Job.task == "alerts.deliver").order_by(Job.id))
        return [(job.arguments["delivery_id"], job.arguments["number"]) for job in jobs]


def fail(sessions: Sessions, now: datetime, *, transient: bool = True) -> datetime | None:
    with write_session(sessions) as session:
        return deliveries.record_failure(
            session, delivery_id=1, reason="it answered 500", transient=transient, now=now
        )


def outcome(sessions: Sessions) -> tuple[str, int, list[tuple[str, str, str]]]:
    with read_session(sessions) as session:
        delivery = session.get_one(AlertDelivery, 1)
        events = queries.events(session, 1)[1:]
        return (
            delivery.state,
            delivery.tries,
            [(event.kind, event.channel, event.reason) for event in events],
        )


def test_each_channel_is_planned_once_however_often_it_is_asked_for(
    sessions: Sessions, plan: Callable[..., int]
) -> None:
    assert plan("slack-1") == 1
    assert plan("slack-1", "email-1") == 1
    assert plan("slack-1", "email-1") == 0
    assert asked(sessions) == [(1, 1), (2, 1)]


def test_a_delivery_that_was_sent_awaits_nothing(
    sessions: Sessions, plan: Callable[..., int], now: datetime
) -> None:
    plan("slack-1")
    with write_session(sessions) as session:
        assert deliveries.awaits(session, delivery_id=1, number=1)
        deliveries.record_sent(session, delivery_id=1, now=now)
        assert not deliveries.awaits(session, delivery_id=1, number=1)
    assert outcome(sessions) == ("sent", 1, [("sent", "slack-1", "told that it was raised")])


def test_a_delivery_is_tried_again_later_and_later_and_then_given_up(
    sessions: Sessions, plan: Callable[..., int], now: datetime
) -> None:
    plan("slack-1")
    waits = []
    while (later := fail(sessions, now)) is not None:
        waits.append((later - now).total_seconds())
    assert waits == [10, 60, 300, 1_200, 3_600]
    assert asked(sessions) == [(1, number) for number in range(1, 7)]
    assert outcome(sessions) == ("not_sent", 6, [("not_sent", "slack-1", "it answered 500")])


def test_what_will_not_help_is_not_tried_again(
    sessions: Sessions, plan: Callable[..., int], now: datetime
) -> None:
    plan("slack-1")
    assert fail(sessions, now, transient=False) is None
    assert asked(sessions) == [(1, 1)]
    assert outcome(sessions)[0] == "not_sent"


def test_a_try_that_is_delivered_again_after_it_failed_is_not_made_twice(
    sessions: Sessions, plan: Callable[..., int], now: datetime
) -> None:
    plan("slack-1")
    fail(sessions, now)
    with read_session(sessions) as session:
        assert not deliveries.awaits(session, delivery_id=1, number=1)
        assert deliveries.awaits(session, delivery_id=1, number=2)


def test_a_try_that_waits_is_kept_back_and_makes_no_queue_look_late(
    sessions: Sessions, plan: Callable[..., int], now: datetime
) -> None:
    plan("slack-1")
    fail(sessions, now)
    with write_session(sessions) as session:
        waiting = session.scalars(
            select(OutboxMessage).where(OutboxMessage.not_before.is_not(None))
        ).one()
        assert waiting.not_before == now + timedelta(seconds=10)
        for job in session.scalars(select(Job).where(Job.id != waiting.job_id)):
            job.state = "succeeded"
    for seconds, age in ((9, 0.0), (11, 11.0)):
        with read_session(sessions) as session:
            [figures] = queue_figures(session, now=now + timedelta(seconds=seconds))
        assert (figures.queued, figures.oldest_queued_age_seconds) == (1, age)


def test_an_unknown_delivery_is_absent(sessions: Sessions) -> None:
    with read_session(sessions) as session, pytest.raises(queries.DeliveryAbsent):
        deliveries.awaits(session, delivery_id=1, number=1)


def test_a_notice_tells_what_was_so_when_it_happened(
    sessions: Sessions, event_id: int, now: datetime
) -> None:
    with write_session(sessions) as session:
        operations.resolve(session, key="k", actor="person:ana", reason="repaired", now=now)
        raised = queries.notice(session, event_id)
        resolved = queries.notice(session, event_id + 1)
    assert (raised.id, raised.event, raised.detail) == ("alert-1-event-1", "raised", "9 fields")
    assert (resolved.id, resolved.event) == ("alert-1-event-2", "resolved")
    assert (resolved.actor, resolved.reason, resolved.detail) == (
        "person:ana", "repaired", "9 fields",
    )  # fmt: skip
