"""Trainings, batches and registrations: what is asked for, with its job, all or nothing."""

from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core.batches import operations as batches
from api.core.batches import queries as batch_queries
from api.core.jobs import queries as jobs
from api.core.models.queries import VersionAbsent
from api.core.registrations import operations as registrations
from api.core.tables import Job
from api.core.training import operations as training
from api.core.training import queries as training_queries

Sessions = sessionmaker[Session]


def start_training(sessions: Sessions, now: datetime, model: str = "demo") -> tuple[int, int]:
    with write_session(sessions) as session:
        run = training.start(
            session,
            model=model,
            recipe=model,
            parameters={"trees": 200},
            reason="March was bad",
            actor="person:ada",
            now=now,
        )
        return run.id, run.job_id


def start_batch(sessions: Sessions, now: datetime, **changes: object) -> None:
    asked = {"batch_id": "b2345678", "model": "demo", "version": 1, "format": "csv"} | changes
    with write_session(sessions) as session:
        batches.start(
            session, filename="flights.csv", size_bytes=12, actor="person:ada", now=now, **asked
        )


def test_a_training_and_its_job_know_each_other(sessions: Sessions, now: datetime) -> None:
    run_id, job_id = start_training(sessions, now)
    with read_session(sessions) as session:
        job = jobs.get(session, job_id)
        run = training_queries.get(session, run_id)
    assert (job.task, job.arguments) == ("training.train", {"training_run_id": run_id})
    assert (run.job_id, run.parameters, run.version) == (job_id, {"trees": 200}, None)


def test_a_training_is_completed_with_its_version(sessions: Sessions, now: datetime) -> None:
    run_id, _ = start_training(sessions, now)
    with write_session(sessions) as session:
        training.complete(session, training_run_id=run_id, version=3)
    with read_session(sessions) as session:
        assert training_queries.get(session, run_id).version == 3


def test_trainings_are_listed_newest_first(sessions: Sessions, now: datetime) -> None:
    first, _ = start_training(sessions, now)
    other, _ = start_training(sessions, now, "other")
    last, _ = start_training(sessions, now)
    with read_session(sessions) as session:
        listed = training_queries.list_runs(session).runs
        assert [run.id for run in listed] == [last, other, first]
        of_demo = training_queries.list_runs(session, model="demo").runs
        assert [run.id for run in of_demo] == [last, first]


def test_an_unknown_training_is_absent(sessions: Sessions) -> None:
    with read_session(sessions) as session, pytest.raises(training_queries.TrainingRunAbsent):
        training_queries.get(session, 404)


def test_a_batch_counts_what_its_job_did(sessions: Sessions, register, now: datetime) -> None:
    register()
    start_batch(sessions, now)
    for scored, refused in ((10, 1), (20, 2)):
        with write_session(sessions) as session:
            batches.record_progress(
                session, batch_id="b2345678", rows_scored=scored, rows_refused=refused
            )
    with read_session(sessions) as session:
        batch = batch_queries.get(session, "b2345678")
        assert (batch.rows_scored, batch.rows_refused) == (20, 2)
        assert jobs.get(session, batch.job_id).arguments == {"batch_id": "b2345678"}
        assert batch_queries.list_batches(session, model="demo") == [batch]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"version": 2}, VersionAbsent),
        ({"format": "xlsx"}, batches.InvalidBatch),
        ({"batch_id": "../../x"}, batches.InvalidBatch),
    ],
)
def test_a_batch_that_cannot_be_leaves_no_job(
    sessions: Sessions,
    register,
    now: datetime,
    changes: dict[str, object],
    error: type[Exception],
) -> None:
    register()
    with pytest.raises(error):
        start_batch(sessions, now, **changes)
    with read_session(sessions) as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 0


def test_progress_of_no_batch_is_an_error(sessions: Sessions) -> None:
    with write_session(sessions) as session, pytest.raises(batch_queries.BatchAbsent):
        batches.record_progress(session, batch_id="b2345678", rows_scored=1, rows_refused=0)


def test_an_upload_is_registered_by_a_job(sessions: Sessions, now: datetime) -> None:
    with write_session(sessions) as session:
        job = registrations.start(
            session, upload_id="u2345678", model="small", actor="person:ada", now=now
        )
        assert (job.task, job.arguments) == ("registrations.register", {"upload_id": "u2345678"})
        with pytest.raises(registrations.InvalidUpload):
            registrations.start(
                session, upload_id="../../etc", model="small", actor="person:ada", now=now
            )
