"""Scores a batch of so many rows in a directory and prints this process's peak memory in KiB."""

import resource
import sys
from pathlib import Path

from worker.tests.batch_jobs import with_tiny_model
from worker.tests.installation import Installation

if __name__ == "__main__":
    directory, rows = Path(sys.argv[1]), int(sys.argv[2])
    installation = Installation.at(directory / "data")
    batches = with_tiny_model(installation, directory / "model")
    batch_id = batches.send(b"amount,count,kind,divisor\n" + b"0.5,1,vip,1\n" * rows, "csv")
    batches.score_again(batch_id)
    assert batches.row(batch_id).rows_scored == rows
    sys.stdout.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
