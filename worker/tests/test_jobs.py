"""Jobs on real workers, on both kinds of installation."""

from pathlib import Path

import pytest
from sqlalchemy import select

from api.adapters.database import read_session, write_session
from api.core.jobs import operations
from api.core.outbox import ANNOUNCE_AGAIN_SECONDS
from api.core.tables import UsageDay
from worker.tests.conftest import FULL
from worker.tests.installation import PATIENCE_SECONDS, Installation, wait_until


@pytest.fixture(scope="module")
def running(installation: Installation) -> Installation:
    installation.start_scheduler()
    installation.start_worker()
    return installation


def cancel(installation: Installation, job_id: int) -> None:
    with write_session(installation.runtime.sessions) as session:
        operations.request_cancel(
            session, job_id=job_id, now=installation.runtime.clock(), actor="person:ana"
        )


def test_a_job_tells_its_steps_in_order_and_its_effect_happens_once(running: Installation) -> None:
    job_id = running.enqueue("probe.steps", count=5)

    assert running.finished(job_id).state == "succeeded"
    events = running.events(job_id)
    assert [(event.kind, event.message) for event in events] == [
        ("state", "queued"),
        ("state", "running"),
        *(("progress", f"step {step}") for step in range(5)),
        ("log", "all steps done"),
        ("state", "succeeded"),
    ]
    shares = [event.progress for event in events if event.kind == "progress"]
    assert shares == [0.0, 0.2, 0.4, 0.6, 0.8]
    assert running.effects(f"steps:{job_id}") == 1
    with read_session(running.runtime.sessions) as session:
        usage = session.scalars(select(UsageDay).where(UsageDay.purpose == "job")).one()
    assert usage.cpu_seconds > 0
    assert usage.memory_byte_seconds > 0


def test_an_unexpected_error_is_told_without_its_details(running: Installation) -> None:
    job = running.finished(running.enqueue("probe.wrong"))

    assert job.state == "failed"
    assert job.error == (
        "The job stopped on an unexpected error (ValueError); the worker's log has the details."
    )
    assert all("shadow" not in event.message for event in running.events(job.id))
    assert "a secret: /etc/shadow" in running.logs()


def test_a_running_job_stops_soon_after_it_is_cancelled(
    running: Installation, tmp_path: Path
) -> None:
    job_id = running.enqueue("probe.gate", path=str(tmp_path / "never"))
    running.running(job_id)
    cancel(running, job_id)

    assert running.finished(job_id).state == "cancelled"
    assert running.effects(f"gate:{job_id}") == 0


def test_a_message_that_comes_many_times_makes_one_effect(running: Installation) -> None:
    job_id = running.enqueue("probe.steps", count=1)
    for _ in range(5):
        running.send("probe.steps", job_id)
    running.finished(job_id)
    last = running.enqueue("probe.steps", count=1)  # queued behind all of them
    running.finished(last)

    assert running.effects(f"steps:{job_id}") == 1
    assert running.job(job_id).attempt == 1


def test_a_message_for_a_job_that_is_gone_harms_nobody(running: Installation) -> None:
    running.send("probe.steps", 999_999)

    assert running.finished(running.enqueue("probe.steps", count=1)).state == "succeeded"


def test_a_job_whose_message_was_lost_is_woken_again(running: Installation) -> None:
    job_id = running.enqueue("probe.steps", count=1)
    running.lose_message(job_id)

    assert running.finished(job_id).state == "succeeded"
    assert running.effects(f"steps:{job_id}") == 1


def test_a_broker_that_was_wiped_goes_on_waking_workers(running: Installation) -> None:
    running.finished(running.enqueue("probe.steps", count=1))
    running.wipe_broker()

    assert running.finished(running.enqueue("probe.steps", count=1)).state == "succeeded"


def test_a_job_that_kills_its_worker_each_time_is_buried(running: Installation) -> None:
    job = running.finished(running.enqueue("probe.poison"))

    assert (job.state, job.attempt) == ("dead", 3)
    taken = [event for event in running.events(job.id) if event.message == "running"]
    assert len(taken) == 3
    # And the worker goes on: only its child died.
    assert running.finished(running.enqueue("probe.steps", count=1)).state == "succeeded"


@pytest.mark.parametrize("installation", [FULL], indirect=True)
def test_a_database_that_is_away_for_a_while_costs_no_job_and_no_process(
    running: Installation, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    job_id = running.enqueue("probe.gate", path=str(gate))
    running.running(job_id)
    running.cut_off_database()
    gate.touch()
    wait_until(lambda: "relay: trying again" in running.logs(), "the scheduler to notice")
    wait_until(lambda: f"job {job_id}: " in running.logs(), "the job to notice")
    running.restore_database()

    assert running.finished(job_id).state == "succeeded"
    assert running.effects(f"gate:{job_id}") == 1
    assert [process.poll() for process in running.processes] == [None, None]


def test_a_broker_that_is_away_for_a_while_delays_jobs_and_loses_none(
    running: Installation,
) -> None:
    if running.redis is None:
        running.settings.broker_dir.rename(running.settings.data_dir / "away")
        job_id = running.enqueue("probe.steps", count=1)
        (running.settings.data_dir / "away").rename(running.settings.data_dir / "gone")
    else:
        running.redis.stop()
        job_id = running.enqueue("probe.steps", count=1)
        wait_until(lambda: "trying again" in running.logs(), "the scheduler to notice")
        running.redis.__enter__()

    # A worker that reconnects may lose the message it had just taken; the job is announced again.
    job = running.finished(job_id, PATIENCE_SECONDS + ANNOUNCE_AGAIN_SECONDS)
    assert job.state == "succeeded"
    assert running.effects(f"steps:{job_id}") == 1


@pytest.mark.parametrize("installation", [FULL], indirect=True)
def test_a_broker_that_leaves_while_a_job_runs_costs_no_worker(
    running: Installation, tmp_path: Path
) -> None:
    assert running.redis is not None
    gate = tmp_path / "gate"
    job_id = running.enqueue("probe.gate", path=str(gate))
    running.running(job_id)
    running.redis.stop()
    gate.touch()
    running.finished(job_id)
    wait_until(lambda: "Couldn't ack" in running.logs(), "the worker to miss its broker")
    running.redis.__enter__()

    assert running.finished(running.enqueue("probe.steps", count=1)).state == "succeeded"
    assert running.effects(f"gate:{job_id}") == 1
