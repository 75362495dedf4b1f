"""The thread that keeps a job's lease alive and brings word of cancellation."""

import logging
import os
import threading
from collections.abc import Callable

from api.adapters.database import write_session
from api.core.jobs import operations
from api.core.jobs.rules import LeaseLost
from api.core.jobs.types import Claim
from worker.interruptions import CancelRequested, WorkerStopping
from worker.outages import DATABASE_AWAY, first_line
from worker.runtime import Runtime
from worker.stopping import is_stopping

logger = logging.getLogger(__name__)

LONGEST_INTERVAL_SECONDS = 2.0
"""A cancelled job should notice about as fast as a person looks."""
EX_SOFTWARE = 70


class Heartbeat:
    """Runs from ``start`` to ``stop``; ``check`` raises what it has learnt."""

    def __init__(self, runtime: Runtime, claim: Claim, on_beat: Callable[[], None]) -> None:
        self._runtime = runtime
        self._claim = claim
        self._on_beat = on_beat
        self._parent = os.getppid()
        self._done = threading.Event()
        self._cancelled = threading.Event()
        self._lost = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def check(self) -> None:
        """Raise LeaseLost, CancelRequested or WorkerStopping when there is reason to stop."""
        if self._lost.is_set():
            raise LeaseLost(f"job {self._claim.job_id} was given to another worker")
        if self._cancelled.is_set():
            raise CancelRequested
        if is_stopping():
            raise WorkerStopping

    def _run(self) -> None:
        lease_seconds = self._runtime.settings.job_lease_seconds
        interval_seconds = min(lease_seconds / 3, LONGEST_INTERVAL_SECONDS)
        while not self._lost.is_set() and not self._done.wait(interval_seconds):
            if os.getppid() != self._parent:
                # The worker was killed and could not tell this child: nobody could stop the job.
                os._exit(EX_SOFTWARE)
            try:
                self._beat(lease_seconds)
                self._on_beat()
            except LeaseLost:
                self._lost.set()
            except DATABASE_AWAY as error:
                # The database is away. The lease may run out meanwhile, and fencing then refuses
                # this attempt's effects; until it does, there is reason to go on trying.
                logger.warning("job %s: no heartbeat: %s", self._claim.job_id, first_line(error))

    def _beat(self, lease_seconds: float) -> None:
        with write_session(self._runtime.sessions) as session:
            cancel_requested = operations.heartbeat(
                session,
                job_id=self._claim.job_id,
                attempt=self._claim.attempt,
                now=self._runtime.clock(),
                lease_seconds=lease_seconds,
            )
        if cancel_requested:
            self._cancelled.set()
