"""What becomes of a job whose worker dies, stops or falls asleep. The effect happens once."""

import signal
from pathlib import Path

import pytest

from worker.tests.installation import Installation, children, wait_until


@pytest.fixture(scope="module")
def scheduled(installation: Installation) -> Installation:
    installation.start_scheduler()
    return installation


def test_a_job_survives_the_kill_of_its_whole_worker(
    scheduled: Installation, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    worker = scheduled.start_worker()
    job_id = scheduled.enqueue("probe.gate", path=str(gate))
    scheduled.running(job_id)
    scheduled.kill(worker)
    gate.touch()
    successor = scheduled.start_worker()

    job = scheduled.finished(job_id)
    assert (job.state, job.attempt) == ("succeeded", 2)
    assert scheduled.effects(f"gate:{job_id}") == 1
    scheduled.kill(successor)


def test_a_child_does_not_outlive_a_worker_that_was_killed_alone(
    scheduled: Installation, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    worker = scheduled.start_worker()
    job_id = scheduled.enqueue("probe.deaf", path=str(gate))
    scheduled.running(job_id)
    (child,) = children(worker)
    worker.kill()
    wait_until(lambda: not child.is_running(), "the end of the child")
    gate.touch()
    successor = scheduled.start_worker()

    assert scheduled.finished(job_id).attempt == 2
    assert scheduled.effects(f"deaf:{job_id}") == 1
    scheduled.kill(successor)


def test_a_worker_that_is_told_to_stop_hands_its_job_back_at_once(
    scheduled: Installation, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    worker = scheduled.start_worker()
    job_id = scheduled.enqueue("probe.gate", path=str(gate))
    scheduled.running(job_id)
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(20) == 0
    job = scheduled.job(job_id)
    assert (job.state, job.worker) == ("queued", None)
    assert job.max_attempts - job.attempt == 3, "an attempt cut short does not count"

    gate.touch()
    successor = scheduled.start_worker()
    assert scheduled.finished(job_id).state == "succeeded"
    assert scheduled.effects(f"gate:{job_id}") == 1
    scheduled.kill(successor)


def test_a_job_that_does_not_listen_is_ended_after_the_grace_and_done_again(
    scheduled: Installation, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    worker = scheduled.start_worker()
    job_id = scheduled.enqueue("probe.deaf", path=str(gate))
    scheduled.running(job_id)
    worker.send_signal(signal.SIGTERM)
    worker.wait(30)
    gate.touch()
    successor = scheduled.start_worker()

    assert scheduled.finished(job_id).state == "succeeded"
    assert scheduled.effects(f"deaf:{job_id}") == 1
    scheduled.kill(successor)


def test_a_sleeper_that_wakes_after_its_lease_changes_nothing(
    scheduled: Installation, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    sleeper = scheduled.start_worker("worker-0")
    job_id = scheduled.enqueue("probe.deaf", path=str(gate))
    scheduled.running(job_id)
    asleep = children(sleeper)
    for process in asleep:
        process.suspend()
    successor = scheduled.start_worker("worker-1")
    wait_until(lambda: scheduled.job(job_id).attempt == 2, "the second attempt")
    gate.touch()
    assert scheduled.finished(job_id).state == "succeeded"
    for process in asleep:
        process.resume()
    wait_until(lambda: "lost its lease" in scheduled.logs(), "the sleeper to see that it is late")

    assert scheduled.effects(f"deaf:{job_id}") == 1
    scheduled.kill(successor)
    scheduled.kill(sleeper)


def test_the_scheduler_stops_cleanly_when_asked(embedded: Installation) -> None:
    schedulers = [embedded.start_scheduler(), embedded.start_scheduler()]
    wait_until(lambda: embedded.logs().count("scheduler: started") == 2, "both schedulers")
    schedulers[0].send_signal(signal.SIGTERM)
    schedulers[1].send_signal(signal.SIGINT)

    assert [scheduler.wait(20) for scheduler in schedulers] == [0, 0]
