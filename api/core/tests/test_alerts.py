"""Alerts: opened once a key, seen again, escalated, acknowledged and resolved."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import audit
from api.core.alerts import operations, queries
from api.core.alerts.rules import TRANSITIONS, Action, AlertConflict, next_state
from api.core.alerts.types import AlertState, at_least
from api.core.tables import Alert, AlertEvent, Job

Sessions = sessionmaker[Session]
Raise = Callable[..., int]
KEY = "drift:flight-delay"
SIGHTING: dict[str, Any] = {
    "key": KEY,
    "model": "flight-delay",
    "kind": "drift",
    "severity": "moderate",
    "title": "The inputs of flight-delay have drifted",
    "detail": "3 of 14 fields",
    "actor": "policy:checks",
    "path": "/models/flight-delay",
}


@pytest.fixture
def raised(sessions: Sessions, now: datetime) -> Raise:
    """Raises the alert, in a transaction of its own; returns its id."""

    def call(**changes: Any) -> int:
        with write_session(sessions) as session:
            return operations.raise_alert(session, **{**SIGHTING, "now": now, **changes}).id

    return call


def told(sessions: Sessions) -> list[tuple[str, str, str, str]]:
    with read_session(sessions) as session:
        events = session.scalars(select(AlertEvent).order_by(AlertEvent.id)).all()
        return [(event.kind, event.severity, event.actor, event.reason) for event in events]


def notify_jobs(sessions: Sessions) -> int:
    with read_session(sessions) as session:
        jobs = select(func.count()).select_from(Job).where(Job.task == "alerts.notify")
        return session.scalars(jobs).one()


def shown(sessions: Sessions, alert_id: int) -> Alert:
    with read_session(sessions) as session:
        return queries.get(session, alert_id)


def act(
    sessions: Sessions, alert_id: int, action: str, now: datetime, reason: str = "mine"
) -> None:
    with write_session(sessions) as session:
        operations.act(
            session,
            alert_id=alert_id,
            action=Action(action),
            actor="person:ana",
            reason=reason,
            now=now,
        )


def test_an_alert_opens_with_its_event_its_audit_entry_and_a_job_that_tells_it(
    sessions: Sessions, raised: Raise, now: datetime
) -> None:
    alert = shown(sessions, raised())
    assert (alert.state, alert.severity, alert.repeats, alert.opened_at) == (
        "open", "moderate", 0, now,
    )  # fmt: skip
    assert told(sessions) == [("raised", "moderate", "policy:checks", "3 of 14 fields")]
    with read_session(sessions) as session:
        [entry] = audit.entries(session, subject=f"alert:{alert.id}")
        job = session.scalars(select(Job)).one()
    assert (entry.action, entry.actor, entry.reason) == (
        "alert.raised", "policy:checks", "3 of 14 fields",
    )  # fmt: skip
    assert (job.task, list(job.arguments)) == ("alerts.notify", ["event_id"])


def test_what_is_seen_again_is_counted_and_not_told(
    sessions: Sessions, raised: Raise, now: datetime
) -> None:
    later = now + timedelta(hours=6)
    first = raised()
    assert raised(now=later, detail="4 of 14 fields") == first
    alert = shown(sessions, first)
    assert (alert.repeats, alert.last_seen_at, alert.detail) == (1, later, "4 of 14 fields")
    assert (len(told(sessions)), notify_jobs(sessions)) == (1, 1)


def test_a_sighting_that_comes_late_does_not_turn_the_clock_back(
    sessions: Sessions, raised: Raise, now: datetime
) -> None:
    first = raised()
    raised(now=now - timedelta(days=1))
    assert shown(sessions, first).last_seen_at == now


def test_what_became_worse_is_told_once_and_never_becomes_better(
    sessions: Sessions, raised: Raise
) -> None:
    first = raised()
    for severity in ("serious", "serious", "moderate"):
        raised(severity=severity, title=f"It is {severity}", detail="9 of 14 fields")
    alert = shown(sessions, first)
    assert (alert.severity, alert.title, alert.repeats) == ("serious", "It is serious", 3)
    assert told(sessions)[1:] == [("escalated", "serious", "policy:checks", "9 of 14 fields")]
    assert notify_jobs(sessions) == 2


def test_an_acknowledged_alert_that_becomes_worse_is_told_and_stays_acknowledged(
    sessions: Sessions, raised: Raise, now: datetime
) -> None:
    first = raised()
    act(sessions, first, "acknowledge", now)
    assert notify_jobs(sessions) == 1
    assert raised(severity="serious") == first
    assert (shown(sessions, first).state, notify_jobs(sessions)) == ("acknowledged", 2)


def test_an_alert_is_acknowledged_then_resolved_and_another_opens_afterwards(
    sessions: Sessions, raised: Raise, now: datetime
) -> None:
    first = raised()
    act(sessions, first, "acknowledge", now, "I look")
    act(sessions, first, "resolve", now + timedelta(minutes=5), "the feed is repaired")
    alert = shown(sessions, first)
    assert (alert.state, alert.acknowledged_by, alert.resolved_by) == (
        "resolved", "person:ana", "person:ana",
    )  # fmt: skip
    assert alert.resolved_at == now + timedelta(minutes=5)
    second = raised()
    assert second != first
    assert [kind for kind, *_ in told(sessions)] == ["raised", "acknowledged", "resolved", "raised"]
    assert notify_jobs(sessions) == 3


def test_a_condition_that_is_over_resolves_its_alert_if_there_is_one(
    sessions: Sessions, raised: Raise, now: datetime
) -> None:
    def clear() -> Alert | None:
        with write_session(sessions) as session:
            return operations.resolve(
                session, key=KEY, actor="policy:checks", reason="no drift", now=now
            )

    assert clear() is None
    first = raised()
    cleared = clear()
    assert cleared is not None
    assert (cleared.id, cleared.state) == (first, "resolved")
    assert clear() is None
    assert told(sessions)[-1] == ("resolved", "moderate", "policy:checks", "no drift")


@pytest.mark.parametrize("action", ["acknowledge", "resolve"])
def test_who_comes_second_is_told_what_happened(
    sessions: Sessions, raised: Raise, now: datetime, action: str
) -> None:
    first = raised()
    act(sessions, first, "resolve", now, "the feed is repaired")
    before = told(sessions)
    with pytest.raises(AlertConflict) as refused:
        act(sessions, first, action, now)
    assert str(refused.value) == (
        f"cannot {action} an alert that is resolved already: "
        "person:ana resolved it at 2026-11-22 12:00 UTC: the feed is repaired"
    )
    assert told(sessions) == before


def test_an_unknown_alert_is_absent(sessions: Sessions, now: datetime) -> None:
    with pytest.raises(queries.AlertAbsent, match="no alert 7"):
        act(sessions, 7, "resolve", now)


def test_two_who_see_a_condition_at_once_open_one_alert(
    engine: Engine, sessions: Sessions, raised: Raise, now: datetime
) -> None:
    """On PostgreSQL they really meet: each of the transactions is open when the others insert."""
    barrier = threading.Barrier(4)

    def see() -> None:
        barrier.wait()
        raised(severity="moderate")

    threads = [threading.Thread(target=see) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with read_session(sessions) as session:
        [alert] = queries.listed(session, limit=10)
    assert (alert.repeats, len(told(sessions))) == (3, 1)


def test_long_words_are_cut_and_a_title_is_one_line(sessions: Sessions, raised: Raise) -> None:
    first = raised(title="a\nBcc: everybody" + "x" * 300, detail="d" * 9_000, key="k" * 300)
    alert = shown(sessions, first)
    assert alert.title.startswith("a Bcc: everybodyxxx")
    assert (len(alert.title), len(alert.detail), len(alert.key)) == (200, 4_000, 200)
    assert raised(key="k" * 300) == first


def test_alerts_are_listed_newest_first_by_state_and_model(
    sessions: Sessions, raised: Raise, now: datetime
) -> None:
    drift, job = raised(), raised(key="job:tidy", model=None)
    act(sessions, drift, "acknowledge", now)

    def ids(**wanted: Any) -> list[int]:
        with read_session(sessions) as session:
            return [alert.id for alert in queries.listed(session, **{"limit": 10, **wanted})]

    assert ids() == [job, drift]
    assert ids(limit=1) == [job]
    assert ids(states=[AlertState.ACKNOWLEDGED]) == [drift]
    assert ids(model="flight-delay") == [drift]
    assert ids(model="flight-delay", states=[AlertState.OPEN]) == []


def test_every_pair_of_state_and_action_has_an_answer() -> None:
    for state in AlertState:
        for action in Action:
            if (state, action) not in TRANSITIONS:
                with pytest.raises(AlertConflict, match=f"is {state} already: because"):
                    next_state(state, action, happened="because")
    assert AlertState.RESOLVED not in {state for state, _ in TRANSITIONS}
    assert set(TRANSITIONS.values()) == {AlertState.ACKNOWLEDGED, AlertState.RESOLVED}


@pytest.mark.parametrize(
    ("expected", "severity", "least"),
    [
        (True, "moderate", "moderate"),
        (True, "serious", "moderate"),
        (False, "moderate", "serious"),
        (True, "serious", "serious"),
    ],
)
def test_a_channel_hears_of_what_is_at_least_so_bad(
    expected: bool, severity: str, least: Any
) -> None:
    assert at_least(severity, least) is expected
