from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import outbox
from api.core.jobs import listing, operations
from api.core.jobs.types import JobState, Waiting
from api.core.training.operations import start

Sessions = sessionmaker[Session]


@pytest.fixture
def enqueue(sessions: Sessions, now: datetime) -> Callable[..., int]:
    def enqueue(task: str = "checks.check", **changes: Any) -> int:
        asked: dict[str, Any] = {"arguments": {}, "now": now, "created_by": "system", **changes}
        with write_session(sessions) as session:
            return operations.enqueue(session, task=task, **asked).id

    return enqueue


def ids(sessions: Sessions, **wanted: Any) -> list[int]:
    with read_session(sessions) as session:
        return [job.id for job in listing.listed(session, **{"limit": 10, **wanted})]


def train(sessions: Sessions, now: datetime, model: str) -> int:
    with write_session(sessions) as session:
        return start(
            session, model=model, recipe="r", parameters={}, reason="r", actor="system", now=now
        ).job_id


def test_jobs_are_listed_newest_first_by_what_they_are(
    sessions: Sessions, enqueue: Callable[..., int], now: datetime
) -> None:
    check, report = enqueue(), enqueue("reports.write", created_by="person:ada")
    with write_session(sessions) as session:
        operations.claim(session, job_id=check, worker="w", now=now, lease_seconds=30)
        operations.fail(session, job_id=check, attempt=1, now=now, error="100% of it is gone")
    assert ids(sessions) == [report, check]
    assert ids(sessions, states=[JobState.FAILED, JobState.DEAD]) == [check]
    assert ids(sessions, queue="reports") == ids(sessions, task="reports.write") == [report]
    assert ids(sessions, text="100% OF") == [check]
    assert ids(sessions, text="ada") == [report]
    assert ids(sessions, text="%_%") == []
    assert ids(sessions, before_id=report) == [check]
    assert ids(sessions, limit=1) == [report]


def test_a_job_is_about_the_model_that_it_names_or_that_what_it_names_is_about(
    sessions: Sessions, enqueue: Callable[..., int], now: datetime
) -> None:
    training = train(sessions, now, "demo")
    check = enqueue(arguments={"model": "demo"})
    other = train(sessions, now, "another")
    enqueue("housekeeping.tidy")
    lost = enqueue("batches.predict", arguments={"batch_id": "never-was"})
    assert ids(sessions, model="demo") == [check, training]
    assert ids(sessions, model="another") == [other]
    with read_session(sessions) as session:
        jobs = listing.listed(session, limit=10)
        assert listing.models_of(session, jobs) == {
            training: "demo", check: "demo", other: "another",
        }  # fmt: skip
    assert lost not in ids(sessions, model="demo")


def test_the_same_argument_of_another_task_names_something_else(
    sessions: Sessions, enqueue: Callable[..., int], now: datetime
) -> None:
    train(sessions, now, "demo")
    run = enqueue("kpis.write", arguments={"training_run_id": 1})
    assert run not in ids(sessions, model="demo")
    with read_session(sessions) as session:
        assert run not in listing.models_of(session, listing.listed(session, limit=10))


def test_a_queued_job_says_why_it_waits(
    sessions: Sessions, enqueue: Callable[..., int], now: datetime
) -> None:
    running, first = enqueue(), enqueue()
    later = now + timedelta(minutes=5)
    held = enqueue(not_before=later)
    second, elsewhere = enqueue(), enqueue("reports.write")
    with write_session(sessions) as session:
        operations.claim(session, job_id=running, worker="w", now=now, lease_seconds=30)
    with read_session(sessions) as session:
        jobs = listing.listed(session, limit=10)
        found = listing.why_they_wait(session, jobs, now=now)
        page = listing.why_they_wait(session, [j for j in jobs if j.id == second], now=now)
        after = listing.why_they_wait(session, jobs, now=later)
    assert found == {
        first: Waiting(until=None, ahead=0, running=1),
        held: Waiting(until=later, ahead=0, running=1),
        second: Waiting(until=None, ahead=1, running=1),
        elsewhere: Waiting(until=None, ahead=0, running=0),
    }
    assert page == {second: found[second]}
    assert after[held] == Waiting(until=None, ahead=1, running=1)
    assert after[second] == Waiting(until=None, ahead=2, running=1)


def test_nothing_that_is_over_waits(
    sessions: Sessions, enqueue: Callable[..., int], now: datetime
) -> None:
    job_id = enqueue()
    with write_session(sessions) as session:
        operations.request_cancel(session, job_id=job_id, now=now, actor="person:ada")
        outbox.delete(session, ids=[1])
    with read_session(sessions) as session:
        jobs = listing.listed(session, limit=10)
        assert listing.why_they_wait(session, jobs, now=now) == {}
