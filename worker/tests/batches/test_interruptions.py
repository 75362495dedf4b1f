"""A batch whose worker is killed, that is cancelled, or that is very long."""

import subprocess
import sys
from pathlib import Path

import pytest

from api.adapters.database import write_session
from api.core.jobs import operations
from worker.tests.batch_jobs import Batches, with_tiny_model
from worker.tests.installation import ROOT, Installation, wait_until

HEADER = "amount,count,kind,divisor\n"
ROW = "0.5,1,vip,1\n"
PEAK = ROOT / "worker" / "tests" / "processes" / "batch_peak.py"


@pytest.fixture
def batches(embedded: Installation, tmp_path: Path) -> Batches:
    embedded.start_scheduler()
    return with_tiny_model(embedded, tmp_path / "model")


def started(batches: Batches, rows: int) -> str:
    batch_id = batches.send((HEADER + ROW * rows).encode(), "csv")
    wait_until(lambda: batches.row(batch_id).rows_scored > 0, "the first chunk")
    return batch_id


def test_a_killed_batch_starts_over_and_keeps_each_row_once(batches: Batches) -> None:
    worker = batches.installation.start_worker()
    batch_id = started(batches, 40_000)
    batches.installation.kill(worker)
    assert not list(batches.directory(batch_id).glob("result.csv")), "half a result is none"
    batches.installation.start_worker()

    job = batches.installation.finished(batches.row(batch_id).job_id)
    assert (job.state, job.attempt) == ("succeeded", 2)
    assert len(batches.result(batch_id).read_text().splitlines()) == 40_001
    assert batches.kept() == (40_000, 40_000)
    assert batches.row(batch_id).rows_scored == 40_000
    assert {path.name for path in batches.directory(batch_id).iterdir()} == {
        "input.csv",
        "result.csv",
        "errors.ndjson",
    }


def test_a_cancelled_batch_stops_and_leaves_no_half_result(batches: Batches) -> None:
    batches.installation.start_worker()
    batch_id = started(batches, 200_000)
    job_id = batches.row(batch_id).job_id
    with write_session(batches.installation.runtime.sessions) as session:
        now = batches.installation.runtime.clock()
        operations.request_cancel(session, job_id=job_id, now=now, actor="person:ana")

    assert batches.installation.finished(job_id).state == "cancelled"
    assert [path.name for path in batches.directory(batch_id).iterdir()] == ["input.csv"]


@pytest.mark.slow
def test_four_times_as_many_rows_need_no_more_memory(tmp_path: Path) -> None:
    """50,000 and 200,000 rows, each in a process of its own; 8 % is what allocators differ by."""
    peaks = {
        rows: int(
            subprocess.run(
                [sys.executable, str(PEAK), str(tmp_path / str(rows)), str(rows)],
                capture_output=True,
                check=True,
                cwd=ROOT,
                env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
            ).stdout
        )
        for rows in (50_000, 200_000)
    }

    assert peaks[200_000] < 1.08 * peaks[50_000]
