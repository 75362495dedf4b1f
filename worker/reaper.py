"""Takes jobs back from workers that vanished, and wakes again what nobody came for."""

import logging

from api.adapters.database import write_session
from worker import endings
from worker.runtime import Runtime

logger = logging.getLogger(__name__)

LONGEST_INTERVAL_SECONDS = 5.0


def reap(runtime: Runtime) -> float:
    """Returns the seconds until the next round: often enough that a lease's end is noticed."""
    with write_session(runtime.sessions) as session:
        for job_id in endings.take_back(session, now=runtime.clock()):
            logger.warning("job %s: its worker vanished", job_id)
    return min(runtime.settings.job_lease_seconds / 2, LONGEST_INTERVAL_SECONDS)
