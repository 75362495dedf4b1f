"""Whatever is seen, acknowledged and resolved in whatever order, a key has one unresolved alert."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core.alerts import operations, queries
from api.core.alerts.rules import Action, AlertConflict
from api.core.tables import Alert, AlertEvent, Job

KEYS = st.sampled_from(["drift:a", "job:b"])
SEVERITIES: list[Any] = ["moderate", "serious"]


class Watchers(RuleBasedStateMachine):
    """Checks and people against a model of what they did: key -> the alert as it should be."""

    sessions: sessionmaker[Session]

    @initialize()
    def empty(self) -> None:
        self.now = datetime(2026, 11, 22, tzinfo=UTC)
        self.unresolved: dict[str, dict[str, Any]] = {}
        self.worth_telling = 0
        self.closed: list[int] = []
        with write_session(self.sessions) as session:
            for table in (AlertEvent, Alert, Job):
                session.execute(delete(table))

    @rule(key=KEYS, severity=st.sampled_from(SEVERITIES))
    def see(self, key: str, severity: Any) -> None:
        self.now += timedelta(minutes=1)
        with write_session(self.sessions) as session:
            seen = operations.raise_alert(
                session, key=key, model=None, kind="k", severity=severity, title="t", detail="d",
                now=self.now, actor="system",
            ).id  # fmt: skip
        expected = self.unresolved.get(key)
        if expected is None:
            assert seen not in self.closed
            self.unresolved[key] = {
                "id": seen, "state": "open", "severity": severity, "repeats": 0,
            }  # fmt: skip
            self.worth_telling += 1
            return
        assert seen == expected["id"]
        expected["repeats"] += 1
        if (expected["severity"], severity) == ("moderate", "serious"):
            expected["severity"] = "serious"
            self.worth_telling += 1

    @rule(key=KEYS)
    def clear(self, key: str) -> None:
        with write_session(self.sessions) as session:
            cleared = operations.resolve(
                session, key=key, actor="system", reason="over", now=self.now
            )
        assert (cleared is None) == (key not in self.unresolved)
        self._closed(key)

    @rule(key=KEYS, action=st.sampled_from(list(Action)))
    def act(self, key: str, action: Action) -> None:
        expected = self.unresolved.get(key)
        if expected is None:
            return
        refused = (expected["state"], action) == ("acknowledged", Action.ACKNOWLEDGE)
        assert self._act(expected["id"], action) is not refused
        if action is Action.RESOLVE:
            self._closed(key)
        else:
            expected["state"] = "acknowledged"

    @rule(action=st.sampled_from(list(Action)))
    def act_too_late(self, action: Action) -> None:
        if self.closed:
            assert not self._act(self.closed[-1], action)

    def _act(self, alert_id: int, action: Action) -> bool:
        try:
            with write_session(self.sessions) as session:
                operations.act(
                    session, alert_id=alert_id, action=action, actor="person:ana", reason="r",
                    now=self.now,
                )  # fmt: skip
        except AlertConflict:
            return False
        return True

    def _closed(self, key: str) -> None:
        if key in self.unresolved:
            self.closed.append(self.unresolved.pop(key)["id"])
            self.worth_telling += 1

    @invariant()
    def the_rows_are_what_was_done(self) -> None:
        with read_session(self.sessions) as session:
            rows = queries.listed(session, limit=1_000)
            jobs = session.scalars(select(func.count()).select_from(Job)).one()
        kept = {
            row.key: {
                "id": row.id, "state": row.state, "severity": row.severity, "repeats": row.repeats,
            }
            for row in rows if row.state != "resolved"
        }  # fmt: skip
        assert kept == self.unresolved
        assert {row.id for row in rows if row.state == "resolved"} == set(self.closed)
        assert jobs == self.worth_telling

    @invariant()
    def the_events_tell_the_states(self) -> None:
        with read_session(self.sessions) as session:
            for row in queries.listed(session, limit=1_000):
                kinds = [event.kind for event in queries.events(session, row.id)]
                assert kinds[0] == "raised"
                assert kinds.count("escalated") <= 1
                states = [kind for kind in kinds if kind in {"acknowledged", "resolved"}]
                assert (states or ["open"])[-1] == row.state
                assert "resolved" not in kinds[:-1]


@pytest.mark.slow
def test_a_key_has_one_unresolved_alert_whatever_happens(sessions: sessionmaker[Session]) -> None:
    class OnThisDatabase(Watchers):
        pass

    OnThisDatabase.sessions = sessions
    run_state_machine_as_test(
        OnThisDatabase,
        settings=settings(
            max_examples=10,
            stateful_step_count=16,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
