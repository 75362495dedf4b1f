"""Whatever happens to workers and messages, a job's effects happen at most once."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core.jobs import operations, queries
from api.core.jobs.rules import RETRY_ATTEMPTS, JobConflict, LeaseLost
from api.core.jobs.types import FINAL_STATES, Claim, JobState

LEASE = 30.0
ATTEMPTS = 3


class Workers(RuleBasedStateMachine):
    """Workers claim, beat, finish, are killed (never heard of again) or wake up too late."""

    sessions: sessionmaker[Session]
    claims = Bundle("claims")

    @initialize()
    def enqueue(self) -> None:
        self.now = datetime(2026, 11, 22, tzinfo=UTC)
        self.effects: Counter[int] = Counter()
        self.successes = self.retries = 0
        self.cancel_asked = False
        with write_session(self.sessions) as session:
            self.job_id = operations.enqueue(
                session,
                task="t",
                arguments={},
                now=self.now,
                created_by="system",
                max_attempts=ATTEMPTS,
            ).id

    @rule(target=claims, worker=st.sampled_from(["a", "b"]))
    def deliver(self, worker: str) -> Claim | None:
        """A message arrives, maybe not for the first time."""
        with write_session(self.sessions) as session:
            return operations.claim(
                session, job_id=self.job_id, worker=worker, now=self.now, lease_seconds=LEASE
            )

    @rule(claim=claims)
    def beat(self, claim: Claim | None) -> None:
        if claim is None:
            return
        try:
            with write_session(self.sessions) as session:
                asked = operations.heartbeat(
                    session,
                    job_id=claim.job_id,
                    attempt=claim.attempt,
                    now=self.now,
                    lease_seconds=LEASE,
                )
        except LeaseLost:
            return
        assert asked == self.cancel_asked

    @rule(claim=consumes(claims), end=st.sampled_from(["succeed", "fail", "cancel"]))
    def finish(self, claim: Claim | None, end: str) -> None:
        """The effect is in the transaction that the lease is checked in."""
        if claim is None:
            return
        token = {"job_id": claim.job_id, "attempt": claim.attempt, "now": self.now}
        try:
            with write_session(self.sessions) as session:
                if end == "succeed":
                    operations.succeed(session, **token)
                elif end == "fail":
                    operations.fail(session, **token, error="e")
                else:
                    operations.mark_cancelled(session, **token)
        except LeaseLost:
            return
        self.effects[claim.attempt] += 1
        self.successes += end == "succeed"

    @rule(claim=consumes(claims))
    def kill(self, claim: Claim | None) -> None:
        """kill -9: nothing more is heard of this attempt."""

    @rule(seconds=st.sampled_from([1, 20, 31]))
    def wait_and_reap(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        with write_session(self.sessions) as session:
            operations.reap(session, now=self.now)

    @rule()
    def ask_to_cancel(self) -> None:
        try:
            with write_session(self.sessions) as session:
                operations.request_cancel(
                    session, job_id=self.job_id, now=self.now, actor="person:ada"
                )
        except JobConflict:
            return
        self.cancel_asked = True

    @rule()
    def try_again(self) -> None:
        try:
            with write_session(self.sessions) as session:
                operations.retry(
                    session, job_id=self.job_id, now=self.now, actor="person:ada", reason="again"
                )
        except JobConflict:
            return
        self.retries += 1
        self.cancel_asked = False

    @invariant()
    def effects_happen_once(self) -> None:
        assert self.successes <= 1
        assert max(self.effects.values(), default=0) <= 1
        assert self.effects.total() <= 1 + self.retries

    @invariant()
    def the_row_tells_what_happened(self) -> None:
        with read_session(self.sessions) as session:
            job = queries.get(session, self.job_id)
            state = JobState(job.state)
            told = queries.events_after(session, job_id=self.job_id, after_id=0, limit=1_000)
        states = [event.message for event in told if event.kind == "state"]
        assert states[-1] == state.value
        ends = sum(JobState(name) in FINAL_STATES for name in states)
        assert ends == (state in FINAL_STATES) + self.retries
        assert job.attempt <= job.max_attempts <= ATTEMPTS + self.retries * RETRY_ATTEMPTS
        assert (job.finished_at is not None) == (state in FINAL_STATES)
        if self.effects and not self.retries:
            assert state in {JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED}
        if self.successes:
            assert state is JobState.SUCCEEDED


@pytest.mark.slow
def test_effects_happen_once_whatever_happens_to_workers(
    sessions: sessionmaker[Session],
) -> None:
    class OnThisDatabase(Workers):
        pass

    OnThisDatabase.sessions = sessions
    run_state_machine_as_test(
        OnThisDatabase,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
