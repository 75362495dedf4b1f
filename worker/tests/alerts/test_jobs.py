"""Alerts about jobs that ended badly."""

import os
from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from api.adapters.database import write_session
from api.core import outbox
from api.core.errors import FarolError, Kind
from api.core.jobs import operations as job_operations
from api.core.tables import Job
from api.core.training import operations as training
from worker.alerts.jobs import is_refusal
from worker.reaper import reap
from worker.runner import Work, run
from worker.tests.alerts.conftest import Alerts

Make = Callable[..., Alerts]


class Refused(FarolError):
    kind: ClassVar[Kind] = "invalid"


def well(*_: Any, **__: Any) -> None:
    """Ends well."""


def badly(*_: Any, **__: Any) -> None:
    raise ValueError("a secret: /etc/shadow")


def refused(*_: Any, **__: Any) -> None:
    raise Refused("the file has no rows")


@pytest.fixture
def given(alerts: Make) -> Alerts:
    return alerts()


def do(alerts: Alerts, task: str, work: Work, **arguments: Any) -> int:
    with write_session(alerts.runtime.sessions) as session:
        job_id = outbox.enqueue(
            session, task=task, arguments=arguments, now=alerts.now, created_by="test"
        ).id
    run(alerts.runtime, job_id=job_id, worker="test", work=work)
    return job_id


def train(alerts: Alerts, model: str, work: Work) -> int:
    with write_session(alerts.runtime.sessions) as session:
        run_row = training.start(
            session, model=model, recipe=model, parameters={}, reason="a test",
            actor="person:ana", now=alerts.now,
        )  # fmt: skip
        job_id, run_id = run_row.job_id, run_row.id
    run(alerts.runtime, job_id=job_id, worker="test", work=work)
    return run_id


def test_a_job_that_fails_raises_an_alert_and_the_next_that_succeeds_resolves_it(
    given: Alerts,
) -> None:
    first = do(given, "probe.a", badly)
    second = do(given, "probe.a", badly)
    [alert] = given.about_jobs("probe.a")
    assert (alert.state, alert.severity, alert.repeats) == ("open", "moderate", 1)
    assert alert.path == f"/jobs/{second}"
    assert alert.title == "The job probe.a failed"
    assert given.reasons(alert.id) == [
        f"Job {first}: The job stopped on an unexpected error (ValueError); "
        "the worker's log has the details."
    ]
    last = do(given, "probe.a", well)
    [alert] = given.about_jobs("probe.a")
    assert (alert.state, alert.resolved_by) == ("resolved", "system")
    assert given.reasons(alert.id)[-1] == f"Job {last} of the same kind succeeded."
    do(given, "probe.a", badly)
    assert [alert.state for alert in given.about_jobs("probe.a")] == ["resolved", "open"]


def test_a_job_that_is_tried_again_and_succeeds_resolves_its_alert(given: Alerts) -> None:
    job_id = do(given, "probe.r", badly)
    with write_session(given.runtime.sessions) as session:
        job_operations.retry(
            session, job_id=job_id, now=given.now, actor="person:ada", reason="there is room again"
        )
    run(given.runtime, job_id=job_id, worker="test", work=well)
    [alert] = given.about_jobs("probe.r")
    assert alert.state == "resolved"


def test_a_job_about_something_else_resolves_nothing(given: Alerts) -> None:
    do(given, "probe.b", badly, subject=1)
    do(given, "probe.b", well, subject=2)
    assert [(a.key, a.state) for a in given.about_jobs("probe.b")] == [
        ("job:probe.b:subject=1", "open")
    ]


def test_trainings_of_one_model_are_of_one_kind(given: Alerts) -> None:
    run_id = train(given, "ships", badly)
    [alert] = given.about_jobs("training.train")
    assert (alert.key, alert.model_name) == ("job:training.train:ships", "ships")
    assert (alert.title, alert.path) == (
        "The job training.train for ships failed", f"/training-runs/{run_id}",
    )  # fmt: skip
    train(given, "planes", well)
    assert given.about_jobs("training.train")[0].state == "open"
    train(given, "ships", well)
    assert given.about_jobs("training.train")[0].state == "resolved"


def test_a_job_that_kills_its_worker_each_time_is_serious(given: Alerts) -> None:
    with write_session(given.runtime.sessions) as session:
        job = outbox.enqueue(
            session, task="probe.c", arguments={}, now=given.now, created_by="test"
        )
        job_id = job.id
    for attempt in range(3):
        assert given.about_jobs("probe.c") == [], attempt
        with write_session(given.runtime.sessions) as session:
            job_operations.claim(
                session, job_id=job_id, worker=f"w@{os.getpid()}", now=given.now, lease_seconds=30
            )
        given.wait(31)
        reap(given.runtime)
    [alert] = given.about_jobs("probe.c")
    assert (alert.severity, alert.title) == ("serious", "The job probe.c is dead")
    assert alert.detail == f"Job {job_id}: its worker vanished in each of 3 attempts"


def test_a_file_that_is_refused_is_told_to_its_sender_alone(given: Alerts) -> None:
    do(given, "batches.predict", refused)
    do(given, "registrations.register", refused)
    assert given.about_jobs("batches.predict") == given.about_jobs("registrations.register") == []
    do(given, "batches.predict", badly)
    assert len(given.about_jobs("batches.predict")) == 1


@pytest.mark.parametrize(
    ("expected", "task", "error"),
    [
        (True, "batches.predict", Refused()),
        (False, "batches.predict", ValueError()),
        (False, "training.train", Refused()),
    ],
)
def test_only_a_file_is_refused(expected: bool, task: str, error: Exception) -> None:
    assert is_refusal(task, error) is expected


def test_an_alert_is_written_with_the_jobs_end_or_not_at_all(
    given: Alerts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no alert today")

    monkeypatch.setattr("api.core.alerts.operations.raise_alert", broken)
    with pytest.raises(RuntimeError):
        do(given, "probe.d", badly)
    with write_session(given.runtime.sessions) as session:
        [job] = session.query(Job).where(Job.task == "probe.d")
        assert job.state == "running"
