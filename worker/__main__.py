"""``python -m worker``: a Celery worker named by its slot.

Children are forked from this process, so it stays small: it opens no database, no graph and no
training library, whose threads would not survive the fork.
"""

import argparse
import logging
import os

from api.adapters.settings import Settings
from api.core.jobs.queues import ALL
from worker import stopping
from worker.app import app


def main() -> None:
    options = _options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    # Libraries that would call home from a job.
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    os.environ.setdefault("DO_NOT_TRACK", "true")
    os.nice(options.nice)
    stopping.install(Settings().shutdown_grace_seconds)
    app.worker_main(
        [
            "worker",
            f"--hostname={options.slot}@%h",
            f"--concurrency={options.concurrency}",
            f"--queues={options.queues}",
            "--pool=prefork",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "--loglevel=INFO",
        ]
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m worker", description=__doc__)
    parser.add_argument("--slot", default="worker-0", help="stable name of this worker")
    parser.add_argument("--concurrency", type=int, default=1, help="jobs at a time")
    parser.add_argument("--queues", default=",".join(ALL), help="comma-separated")
    parser.add_argument("--nice", type=int, default=0, help="give way to other processes, 0 to 19")
    return parser.parse_args()


if __name__ == "__main__":
    main()
