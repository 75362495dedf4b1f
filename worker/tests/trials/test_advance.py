"""A rollout's way by the policy alone, on a log of weeks, with a worker killed at every turn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from api.adapters.database import read_session, write_session
from api.core.alerts import queries as alerts
from api.core.alerts.types import AlertState
from api.core.jobs import operations as jobs
from api.core.models.clock import set_clock
from api.core.rollouts import operations, queries
from api.core.rollouts.rules import RolloutRefused, Step
from api.core.tables import RolloutTransition
from api.core.tests.test_rollout_decisions import GATE
from worker.context import JobContext
from worker.runner import run
from worker.tasks import rollouts as tasks
from worker.tests.installation import Installation
from worker.tests.trials.history import BY, MODEL, START, WALL, Errors, begin, live_through
from worker.trials import advance as advancing
from worker.trials.advance import Advanced, advance

DAYS = 34
STEPS = [
    "propose", "clear the gate", "start shadow", "start canary", "widen", "promote", "settle",
]  # fmt: skip


class Killed(BaseException):
    """As a SIGKILL: nothing of ours catches it."""


@pytest.fixture
def gate_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate times graphs, which is not what is tested here."""
    monkeypatch.setattr(advancing, "gate_evidence", lambda *_, **__: GATE)


def look(installation: Installation, work: Callable[[JobContext], Any] | None = None) -> int:
    """One job of ``rollouts.advance``; returns its id."""
    job_id = installation.enqueue("rollouts.advance")
    attempt(installation, job_id, work)
    return job_id


def attempt(
    installation: Installation, job_id: int, work: Callable[[JobContext], Any] | None = None
) -> None:
    def default(context: JobContext) -> tuple[Advanced, ...]:
        return advance(context, model=MODEL)

    run(
        installation.runtime, job_id=job_id, worker="test",
        work=lambda context, **_: (work or default)(context),
    )  # fmt: skip


def day_begins(installation: Installation, day: int) -> None:
    with write_session(installation.runtime.sessions) as session:
        set_clock(session, MODEL, START + timedelta(days=day))


def steps(installation: Installation, rollout: int) -> list[RolloutTransition]:
    with read_session(installation.runtime.sessions) as session:
        return list(queries.transitions(session, [rollout])[rollout])


def live_by_policy(installation: Installation, days: int = DAYS) -> None:
    for day in range(1, days):
        day_begins(installation, day)
        assert installation.job(look(installation)).state == "succeeded"


@pytest.mark.usefixtures("gate_passed")
def test_a_better_candidate_becomes_the_champion_by_the_policy_alone(
    embedded: Installation,
) -> None:
    rollout = begin(embedded)
    live_through(embedded, DAYS)
    live_by_policy(embedded)
    taken = steps(embedded, rollout)
    assert [step.step for step in taken] == STEPS, taken[-1].reason
    assert {step.actor for step in taken[1:]} == {f"policy:{MODEL}"}
    assert all(step.at == START + timedelta(days=(step.at - START).days) for step in taken)
    # The gate's day, five whole days of pairs, a day at each weight, a week of probation.
    days = [(step.at - START).days for step in taken]
    assert days[1:3] == [1, 1]
    assert days[3] >= 6
    assert days[-1] - days[-2] >= 7
    canary = taken[3].evidence
    assert canary is not None
    assert canary["pairs"]["improvement"] > 0
    assert canary["pairs"]["clusters"] >= 5
    assert {guardrail["verdict"] for guardrail in canary["guardrails"].values()} == {"held"}
    with read_session(embedded.runtime.sessions) as session:
        assert queries.champion(session, MODEL) == 2


@pytest.mark.usefixtures("gate_passed")
def test_a_worse_candidate_is_rejected_in_shadow_with_how_much_worse(
    embedded: Installation,
) -> None:
    rollout = begin(embedded)
    live_through(embedded, 16, Errors(champion=0.3, candidate=1.3))
    live_by_policy(embedded, 16)
    last = steps(embedded, rollout)[-1]
    assert (last.step, last.from_stage) == ("reject", "shadow")
    assert "it proved worse: loss +" in last.reason
    with read_session(embedded.runtime.sessions) as session:
        (alert,) = alerts.listed(session, states=[AlertState.OPEN], model=MODEL, limit=9)
    assert (alert.key, alert.severity) == (f"rollout:{MODEL}", "moderate")
    assert last.reason[1:] in alert.detail


@pytest.mark.usefixtures("gate_passed")
def test_what_it_waits_for_is_told_and_until_when(embedded: Installation) -> None:
    rollout = begin(embedded)
    live_through(embedded, 3)
    live_by_policy(embedded, 3)
    with read_session(embedded.runtime.sessions) as session:
        row = queries.get_rollout(session, rollout)
    assert row.waits_until == START + timedelta(days=1 + 28)
    assert row.waits_for is not None
    assert "2026-01-08 00:00 UTC, the earliest time for it" in row.waits_for


@pytest.mark.usefixtures("gate_passed")
def test_a_step_that_somebody_was_faster_with_is_decided_again(
    embedded: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    rollout = begin(embedded)
    gather, interrupted = advancing.gather, []

    def interfered(context: JobContext, state: Any, clock: Any) -> Any:
        if not interrupted and state.stage == "gated":
            interrupted.append(state)
            with write_session(embedded.runtime.sessions) as session:
                operations.take(
                    session, rollout_id=rollout, step=Step.ABORT, seen_revision=None, now=WALL, **BY
                )
        return gather(context, state, clock)

    monkeypatch.setattr(advancing, "gather", interfered)
    assert embedded.job(look(embedded)).state == "succeeded"
    assert [step.step for step in steps(embedded, rollout)][-2:] == ["clear the gate", "abort"]


@pytest.mark.usefixtures("gate_passed")
def test_a_step_that_is_refused_again_and_again_is_left_for_the_next_look(
    embedded: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(embedded)
    asked = []

    def refuse(*_: Any, **__: Any) -> None:
        asked.append(1)
        raise RolloutRefused("no")

    monkeypatch.setattr(operations, "carry_out", refuse)
    assert embedded.job(look(embedded)).state == "succeeded"
    assert len(asked) == advancing.MOST_REFUSED


def test_a_time_that_is_given_moves_the_models_clock(
    embedded: Installation, gate_passed: None
) -> None:
    rollout = begin(embedded)
    then = START + timedelta(days=3)
    job_id = look(
        embedded, lambda context: tasks.advance(context, model=MODEL, as_of=then.isoformat())
    )
    assert embedded.job(job_id).state == "succeeded"
    assert {step.at for step in steps(embedded, rollout)[1:]} == {then}
    job_id = look(embedded, lambda context: advance(context, model=MODEL, as_of=START))
    assert "does not go back" in str(embedded.job(job_id).error)


@pytest.mark.usefixtures("gate_passed")
def test_a_worker_killed_at_any_transaction_leaves_one_state_and_the_loop_goes_on(
    embedded: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every look is killed before its first commit, then right after it, then left to finish."""
    rollout = begin(embedded)
    live_through(embedded, DAYS)
    for day in range(1, DAYS):
        if steps(embedded, rollout)[-1].step == STEPS[-1]:
            break
        day_begins(embedded, day)
        job_id = embedded.enqueue("rollouts.advance")
        seen = whole_state(embedded)
        killed_attempt(embedded, monkeypatch, job_id, after_commit=False)
        assert whole_state(embedded) == seen
        killed_attempt(embedded, monkeypatch, job_id, after_commit=True)
        assert len(steps(embedded, rollout)) <= seen[0] + 1
        attempt(embedded, job_id)
        assert embedded.job(job_id).state == "succeeded"
    assert [step.step for step in steps(embedded, rollout)] == STEPS


def killed_attempt(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, job_id: int, *, after_commit: bool
) -> None:
    """The lease of an attempt that dies runs out, and the job goes back into the queue."""
    session_of = JobContext.session

    @contextmanager
    def deadly(self: JobContext) -> Iterator[Session]:
        with session_of(self) as session:
            yield session
            if not after_commit:
                raise Killed
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(JobContext, "session", deadly)
        with pytest.raises(Killed):
            attempt(installation, job_id)
    with write_session(installation.runtime.sessions) as session:
        jobs.require_lease(
            session, job_id=job_id, attempt=installation.job(job_id).attempt
        ).max_attempts = 9
        jobs.reap(session, now=installation.runtime.clock() + timedelta(days=1))


def whole_state(installation: Installation) -> tuple[int, Any, int]:
    """Everything that a look may change."""
    with read_session(installation.runtime.sessions) as session:
        rollouts = [
            (r.id, r.stage, r.weight, r.revision, r.waits_for, r.waits_until)
            for r in queries.history(session, MODEL)
        ]
        taken = queries.transitions(session, [number for number, *_ in rollouts])
        count = len(taken[max(taken)])
        traffic = queries.model_traffic(session, MODEL)
        return count, (rollouts, traffic), queries.revision(session)
