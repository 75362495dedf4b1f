"""``python -m worker.scheduler``: relay, reaper, schedule and late thumbs in one process.

One is enough for an installation; a second one beside it does no harm.
"""

import logging
import signal
import threading
from types import FrameType

from api.adapters.settings import Settings
from worker.app import app
from worker.feedback import count_late
from worker.loops import Loop, run_all
from worker.reaper import reap
from worker.relay import Relay
from worker.runtime import open_runtime
from worker.schedules import enqueue_due

logger = logging.getLogger(__name__)


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    run(Settings(), stop)


def run(settings: Settings, stop: threading.Event) -> None:
    runtime = open_runtime(settings)
    logger.info("scheduler: started")
    run_all(
        [
            Loop("relay", Relay(runtime, app).step),
            Loop("reaper", lambda: reap(runtime)),
            Loop("schedule", lambda: enqueue_due(runtime)),
            Loop("feedback", lambda: count_late(runtime)),
        ],
        stop,
    )
    logger.info("scheduler: stopped")


if __name__ == "__main__":
    main()
