import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import outbox
from api.core.audit import entries
from api.core.jobs import operations, queries
from api.core.jobs.queries import JobAbsent
from api.core.jobs.rules import JobConflict, LeaseLost
from api.core.jobs.types import Claim, QueueFigures

LEASE = 30.0
Sessions = sessionmaker[Session]


@pytest.fixture
def job_id(sessions: Sessions, now: datetime) -> int:
    with write_session(sessions) as session:
        return operations.enqueue(
            session, task="training.train", arguments={"id": 7}, now=now, created_by="person:ada"
        ).id


@pytest.fixture
def claim(sessions: Sessions, job_id: int, now: datetime) -> Callable[..., Claim | None]:
    def claim(worker: str = "w1", at: datetime = now) -> Claim | None:
        with write_session(sessions) as session:
            return operations.claim(
                session, job_id=job_id, worker=worker, now=at, lease_seconds=LEASE
            )

    return claim


def events(sessions: Sessions, job_id: int) -> list[tuple[str, str]]:
    with read_session(sessions) as session:
        found = queries.events_after(session, job_id=job_id, after_id=0, limit=100)
        return [(event.kind, event.message) for event in found]


def state(sessions: Sessions, job_id: int) -> str:
    with read_session(sessions) as session:
        return queries.get(session, job_id).state


def wake_ups(sessions: Sessions, now: datetime) -> list[int]:
    with write_session(sessions) as session:
        return [message.job_id for message in outbox.pending(session, now=now, limit=10)]


def test_a_job_and_its_message_appear_together(
    sessions: Sessions, job_id: int, now: datetime
) -> None:
    assert wake_ups(sessions, now) == [job_id]
    assert events(sessions, job_id) == [("state", "queued")]


def test_a_job_whose_transaction_fails_was_never_there(sessions: Sessions, now: datetime) -> None:
    def enqueue_and_fail() -> None:
        with write_session(sessions) as session:
            operations.enqueue(session, task="t", arguments={}, now=now, created_by="system")
            raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        enqueue_and_fail()
    assert wake_ups(sessions, now) == []


def test_a_message_that_was_sent_is_forgotten(
    sessions: Sessions, job_id: int, now: datetime
) -> None:
    with write_session(sessions) as session:
        sent = outbox.pending(session, now=now, limit=10)
        outbox.delete(session, ids=[message.id for message in sent])
    assert wake_ups(sessions, now) == []


def test_one_worker_gets_the_job(claim: Callable[..., Claim | None], job_id: int) -> None:
    expected = Claim(job_id=job_id, attempt=1, task="training.train", arguments={"id": 7})
    assert claim("w1") == expected
    assert claim("w2") is None


def test_an_unknown_job_is_absent(sessions: Sessions, now: datetime) -> None:
    with write_session(sessions) as session, pytest.raises(JobAbsent):
        operations.claim(session, job_id=404, worker="w", now=now, lease_seconds=LEASE)


def test_a_heartbeat_keeps_the_lease(
    sessions: Sessions, claim: Callable[..., Claim | None], job_id: int, now: datetime
) -> None:
    claim()
    later = now + timedelta(seconds=25)
    with write_session(sessions) as session:
        asked = operations.heartbeat(
            session, job_id=job_id, attempt=1, now=later, lease_seconds=LEASE
        )
    assert asked is False
    with write_session(sessions) as session:
        assert operations.reap(session, now=now + timedelta(seconds=50)) == []


def test_a_job_of_a_vanished_worker_goes_to_the_next(
    sessions: Sessions, claim: Callable[..., Claim | None], job_id: int, now: datetime
) -> None:
    claim("w1")
    late = now + timedelta(seconds=31)
    with write_session(sessions) as session:
        assert operations.reap(session, now=late) == [job_id]
    second = claim("w2", late)
    assert second is not None
    assert second.attempt == 2
    with write_session(sessions) as session, pytest.raises(LeaseLost, match="attempt 1 lost"):
        operations.succeed(session, job_id=job_id, attempt=1, now=late)


def test_a_job_that_kills_every_worker_is_buried(
    sessions: Sessions, claim: Callable[..., Claim | None], job_id: int, now: datetime
) -> None:
    at = now
    for _ in range(3):
        claim("w", at)
        at += timedelta(seconds=31)
        with write_session(sessions) as session:
            operations.reap(session, now=at)
    assert state(sessions, job_id) == "dead"
    assert claim("w", at) is None
    with read_session(sessions) as session:
        assert queries.get(session, job_id).error == "its worker vanished in each of 3 attempts"


def test_reports_are_numbered_log_lines(
    sessions: Sessions, claim: Callable[..., Claim | None], job_id: int, now: datetime
) -> None:
    claim()
    with write_session(sessions) as session:
        operations.report(session, job_id=job_id, attempt=1, now=now, message="loading")
        operations.report(
            session, job_id=job_id, attempt=1, now=now, message="fitting", progress=0.5
        )
        operations.succeed(session, job_id=job_id, attempt=1, now=now)
    assert events(sessions, job_id) == [
        ("state", "queued"),
        ("state", "running"),
        ("log", "loading"),
        ("progress", "fitting"),
        ("state", "succeeded"),
    ]
    with read_session(sessions) as session:
        job = queries.get(session, job_id)
        assert (job.progress, job.message, job.finished_at) == (1.0, "fitting", now)


def test_events_can_be_read_from_any_point_on(sessions: Sessions, job_id: int) -> None:
    with read_session(sessions) as session:
        first = queries.events_after(session, job_id=job_id, after_id=0, limit=1)[0]
        assert queries.events_after(session, job_id=job_id, after_id=first.id, limit=1) == []


def test_a_failed_job_keeps_its_error(
    sessions: Sessions, claim: Callable[..., Claim | None], job_id: int, now: datetime
) -> None:
    claim()
    with write_session(sessions) as session:
        operations.fail(session, job_id=job_id, attempt=1, now=now, error="no such column: dest")
    assert state(sessions, job_id) == "failed"
    assert events(sessions, job_id)[-2:] == [("log", "no such column: dest"), ("state", "failed")]


def test_a_queued_job_is_cancelled_at_once(
    sessions: Sessions, claim: Callable[..., Claim | None], job_id: int, now: datetime
) -> None:
    with write_session(sessions) as session:
        operations.request_cancel(session, job_id=job_id, now=now, actor="person:ada")
    assert state(sessions, job_id) == "cancelled"
    assert claim() is None


def test_a_running_job_is_asked_to_stop_and_confirms(
    sessions: Sessions, claim: Callable[..., Claim | None], job_id: int, now: datetime
) -> None:
    claim()
    with write_session(sessions) as session:
        operations.request_cancel(session, job_id=job_id, now=now, actor="person:ada")
    assert state(sessions, job_id) == "running"
    with write_session(sessions) as session:
        assert operations.heartbeat(session, job_id=job_id, attempt=1, now=now, lease_seconds=LEASE)
        operations.mark_cancelled(session, job_id=job_id, attempt=1, now=now)
    assert state(sessions, job_id) == "cancelled"


def test_a_job_that_is_over_cannot_be_cancelled(
    sessions: Sessions, claim: Callable[..., Claim | None], job_id: int, now: datetime
) -> None:
    claim()
    with write_session(sessions) as session:
        operations.succeed(session, job_id=job_id, attempt=1, now=now)
    with (
        write_session(sessions) as session,
        pytest.raises(JobConflict, match="has succeeded cannot be cancelled"),
    ):
        operations.request_cancel(session, job_id=job_id, now=now, actor="person:ada")


def fail(sessions: Sessions, job_id: int, now: datetime, attempt: int = 1) -> None:
    with write_session(sessions) as session:
        operations.fail(session, job_id=job_id, attempt=attempt, now=now, error="the disk is full")


def retry(sessions: Sessions, job_id: int, now: datetime) -> None:
    with write_session(sessions) as session:
        operations.retry(
            session, job_id=job_id, now=now, actor="person:ada", reason="there is room again"
        )


def forget_messages(sessions: Sessions, now: datetime) -> None:
    with write_session(sessions) as session:
        pending = outbox.pending(session, now=now, limit=10)
        outbox.delete(session, ids=[message.id for message in pending])


def test_a_failed_job_is_tried_again_as_it_was_under_the_next_number(
    sessions: Sessions, claim: Callable[..., Claim | None], job_id: int, now: datetime
) -> None:
    claim()
    fail(sessions, job_id, now)
    forget_messages(sessions, now)
    retry(sessions, job_id, now)
    assert wake_ups(sessions, now) == [job_id]
    with read_session(sessions) as session:
        job = queries.get(session, job_id)
        assert (job.state, job.error, job.started_at, job.finished_at) == (
            "queued", None, None, None,
        )  # fmt: skip
    assert claim("w2") == Claim(
        job_id=job_id, attempt=2, task="training.train", arguments={"id": 7}
    )
    with write_session(sessions) as session, pytest.raises(LeaseLost, match="attempt 1 lost"):
        operations.succeed(session, job_id=job_id, attempt=1, now=now)
    with write_session(sessions) as session:
        operations.succeed(session, job_id=job_id, attempt=2, now=now)
    assert events(sessions, job_id)[-5:] == [
        ("state", "failed"),
        ("log", "person:ada asked to try again: there is room again"),
        ("state", "queued"),
        ("state", "running"),
        ("state", "succeeded"),
    ]


def test_a_retry_is_in_the_audit_log_with_what_was_before(
    sessions: Sessions, claim: Callable[..., Claim | None], job_id: int, now: datetime
) -> None:
    claim()
    fail(sessions, job_id, now)
    retry(sessions, job_id, now)
    with read_session(sessions) as session:
        (entry,) = entries(session, subject=f"job:{job_id}")
    assert (entry.action, entry.actor, entry.reason) == (
        "job.retry", "person:ada", "there is room again",
    )  # fmt: skip
    assert entry.before == {"state": "failed", "attempt": 1, "error": "the disk is full"}
    assert entry.after == {"state": "queued", "max_attempts": 4}


def test_a_buried_job_that_is_tried_again_may_lose_its_worker_as_often_as_at_first(
    sessions: Sessions, claim: Callable[..., Claim | None], job_id: int, now: datetime
) -> None:
    def lose_the_worker(at: datetime) -> datetime:
        assert claim("w", at) is not None
        with write_session(sessions) as session:
            operations.reap(session, now=at + timedelta(seconds=31))
        return at + timedelta(seconds=31)

    at = now
    for expected in ("queued", "queued", "dead"):
        at = lose_the_worker(at)
        assert state(sessions, job_id) == expected
    retry(sessions, job_id, at)
    for expected in ("queued", "queued", "dead"):
        at = lose_the_worker(at)
        assert state(sessions, job_id) == expected
    with read_session(sessions) as session:
        assert queries.get(session, job_id).attempt == 6


@pytest.mark.parametrize("end", ["queued", "running", "succeeded", "cancelled"])
def test_a_job_that_did_not_fail_is_not_tried_again(
    sessions: Sessions, claim: Callable[..., Claim | None], job_id: int, now: datetime, end: str
) -> None:
    if end != "queued":
        claim()
    with write_session(sessions) as session:
        if end == "succeeded":
            operations.succeed(session, job_id=job_id, attempt=1, now=now)
        elif end == "cancelled":
            operations.mark_cancelled(session, job_id=job_id, attempt=1, now=now)
    with pytest.raises(JobConflict, match=f"{end} cannot be tried again"):
        retry(sessions, job_id, now)
    assert state(sessions, job_id) == end


def test_of_two_who_try_again_at_once_one_does(
    sessions: Sessions, claim: Callable[..., Claim | None], job_id: int, now: datetime
) -> None:
    claim()
    fail(sessions, job_id, now)
    barrier = threading.Barrier(2)
    ends: list[str] = []

    def ask() -> None:
        barrier.wait()
        try:
            retry(sessions, job_id, now)
        except JobConflict:
            ends.append("refused")
        else:
            ends.append("done")

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["done", "refused"]
    assert events(sessions, job_id).count(("state", "queued")) == 2


def test_a_job_that_is_tried_again_is_not_still_asked_to_stop(
    sessions: Sessions, claim: Callable[..., Claim | None], job_id: int, now: datetime
) -> None:
    claim()
    with write_session(sessions) as session:
        operations.request_cancel(session, job_id=job_id, now=now, actor="person:ada")
    fail(sessions, job_id, now)
    retry(sessions, job_id, now)
    claim()
    with write_session(sessions) as session:
        assert not operations.heartbeat(
            session, job_id=job_id, attempt=2, now=now, lease_seconds=LEASE
        )


def test_a_lost_message_is_sent_again_after_a_while(
    sessions: Sessions, job_id: int, now: datetime
) -> None:
    again = now + timedelta(seconds=outbox.ANNOUNCE_AGAIN_SECONDS)
    with write_session(sessions) as session:
        lost = outbox.pending(session, now=now, limit=10)
        outbox.delete(session, ids=[message.id for message in lost])
        assert operations.reap(session, now=again - timedelta(seconds=1)) == []
    assert wake_ups(sessions, now) == []
    with write_session(sessions) as session:
        operations.reap(session, now=again)
        operations.reap(session, now=again + timedelta(seconds=1))
    assert wake_ups(sessions, now) == [job_id]


def test_relays_beside_each_other_send_different_messages(
    sessions: Sessions, job_id: int, now: datetime
) -> None:
    with write_session(sessions) as session:
        if session.get_bind().dialect.name == "sqlite":
            return  # its writers come one after the other
        outbox.pending(session, now=now, limit=10)
        assert wake_ups(sessions, now) == []


def test_queues_are_counted_with_their_oldest_age(
    sessions: Sessions, claim: Callable[..., Claim | None], now: datetime
) -> None:
    claim()
    with write_session(sessions) as session:
        operations.enqueue(
            session, task="training.train", arguments={}, now=now, created_by="system"
        )
    later = now + timedelta(seconds=90)
    with read_session(sessions) as session:
        assert queries.queue_figures(session, now=later) == [
            QueueFigures(
                queue="training", queued=1, running=1, dead=0, oldest_queued_age_seconds=90.0
            )
        ]
