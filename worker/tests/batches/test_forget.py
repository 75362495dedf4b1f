"""A visitor's file goes when its time is over; what was predicted stays in the log."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from api.adapters.database import read_session, write_session
from api.core.batches import queries
from api.core.tables import BatchPrediction, Job
from worker.batches.forget import forget_expired
from worker.context import JobContext
from worker.runner import run
from worker.schedules import enqueue_due
from worker.tests.batch_jobs import Batches, with_tiny_model
from worker.tests.installation import Installation
from worker.tests.test_schedules import asked_for

CSV = b"amount,count,kind,divisor\n1,1,vip,1\n"


@pytest.fixture
def batches(embedded: Installation) -> Batches:
    return with_tiny_model(embedded, embedded.settings.data_dir / "model")


def forget(installation: Installation) -> None:
    def work(context: JobContext) -> None:
        forget_expired(context)

    job_id = installation.enqueue("batches.forget")
    run(installation.runtime, job_id=job_id, worker="test", work=work)
    assert installation.job(job_id).state == "succeeded"


def expire(batches: Batches, batch_id: str, *, minutes: int) -> None:
    runtime = batches.installation.runtime
    at = runtime.clock() + timedelta(minutes=minutes)
    with write_session(runtime.sessions) as session:
        this = update(BatchPrediction).where(BatchPrediction.id == batch_id)
        session.execute(this.values(expires_at=at))


def ids(batches: Batches) -> set[str]:
    with read_session(batches.installation.runtime.sessions) as session:
        return {row.id for row in queries.list_batches(session)}


def test_what_is_over_goes_and_the_rest_stays(embedded: Installation, batches: Batches) -> None:
    over, not_yet, somebodys = (batches.score(CSV, "csv") for _ in range(3))
    expire(batches, over, minutes=-1)
    expire(batches, not_yet, minutes=1)
    forget(embedded)
    assert ids(batches) == {not_yet, somebodys}
    assert not batches.directory(over).exists()
    assert batches.directory(not_yet).exists()
    assert batches.kept() == (3, 3), "the predictions are those of any visitor"
    forget(embedded)
    assert ids(batches) == {not_yet, somebodys}


def test_what_is_still_being_scored_is_left_alone(embedded: Installation, batches: Batches) -> None:
    late = batches.send(CSV, "csv")
    expire(batches, late, minutes=-1)
    forget(embedded)
    assert batches.directory(late).exists()
    with write_session(embedded.runtime.sessions) as session:
        session.execute(update(Job).where(Job.id == batches.row(late).job_id).values(state="dead"))
    forget(embedded)
    assert not batches.directory(late).exists()


def test_a_job_is_asked_for_only_when_there_is_something(
    embedded: Installation, batches: Batches
) -> None:
    batch = batches.score(CSV, "csv")
    enqueue_due(embedded.runtime)
    assert asked_for(embedded, "batches.forget") == 0
    expire(batches, batch, minutes=-1)
    enqueue_due(embedded.runtime)
    assert asked_for(embedded, "batches.forget") == 1
