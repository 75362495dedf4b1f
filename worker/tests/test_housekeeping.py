"""What is removed, and what is kept."""

import os
from datetime import timedelta

from sqlalchemy import update

from api.adapters.database import read_session, write_session
from api.core.drafts import operations as drafts
from api.core.drafts.operations import Deed, GraphFile
from api.core.drafts.queries import listed
from api.core.tables import Job
from worker.context import JobContext
from worker.housekeeping import tidy
from worker.runner import run
from worker.tests.batch_jobs import with_tiny_model
from worker.tests.installation import Installation

CSV = b"amount,count,kind,divisor\n1,1,vip,1\n"


def housekeep(installation: Installation) -> int:
    job_id = installation.enqueue("housekeeping.tidy")
    run(installation.runtime, job_id=job_id, worker="test", work=tidy_up)
    return job_id


def tidy_up(context: JobContext) -> None:
    tidy(context)


def age(installation: Installation, job_id: int, days: int) -> None:
    finished_at = installation.runtime.clock() - timedelta(days=days)
    with write_session(installation.runtime.sessions) as session:
        session.execute(update(Job).where(Job.id == job_id).values(finished_at=finished_at))


def test_old_files_and_log_lines_go_and_young_ones_stay(embedded: Installation) -> None:
    batches = with_tiny_model(embedded, embedded.settings.data_dir / "model")
    young, month_old, year_old = (batches.score(CSV, "csv") for _ in range(3))
    age(embedded, batches.row(month_old).job_id, 31)
    age(embedded, batches.row(year_old).job_id, 365)

    assert embedded.job(housekeep(embedded)).state == "succeeded"
    assert batches.directory(young).exists()
    assert not batches.directory(month_old).exists()
    assert not batches.directory(year_old).exists()
    assert embedded.events(batches.row(month_old).job_id)
    assert embedded.events(batches.row(year_old).job_id) == []
    assert batches.row(year_old).rows_scored == 1
    assert batches.kept() == (3, 3)


def test_the_directories_of_vanished_attempts_go(embedded: Installation) -> None:
    left_over = embedded.settings.data_dir / "work" / "job-77-1"
    left_over.mkdir(parents=True)
    housekeep(embedded)

    assert not left_over.exists()


def test_uploads_that_nobody_came_for_go(embedded: Installation) -> None:
    old, young = (embedded.settings.data_dir / "uploads" / name for name in ("old", "young"))
    for directory in (old, young):
        directory.mkdir(parents=True)
    then = (embedded.runtime.clock() - timedelta(days=8)).timestamp()
    os.utime(old, (then, then))
    housekeep(embedded)

    assert (old.exists(), young.exists()) == (False, True)


def test_a_draft_keeps_its_file_until_nobody_has_touched_it_for_a_month(
    embedded: Installation,
) -> None:
    uploads = embedded.settings.data_dir / "uploads"
    for name, days in (("touched", 8), ("forgotten", 31)):
        then = embedded.runtime.clock() - timedelta(days=days)
        (uploads / name).mkdir(parents=True)
        os.utime(uploads / name, (then.timestamp(), then.timestamp()))
        with write_session(embedded.runtime.sessions) as session:
            file = GraphFile("a.onnx", 1, "0" * 64)
            drafts.start(session, draft_id=name, file=file, deed=Deed("ana", then))
    housekeep(embedded)

    assert [path.name for path in uploads.iterdir()] == ["touched"]
    with read_session(embedded.runtime.sessions) as session:
        assert [draft.id for draft in listed(session).drafts] == ["touched"]


def test_it_may_be_repeated(embedded: Installation) -> None:
    states = [embedded.job(housekeep(embedded)).state for _ in range(2)]

    assert states == ["succeeded", "succeeded"]
