"""Thumbs that reached the database before their predictions did are counted a little later."""

from datetime import timedelta

from api.adapters.database import read_session, write_session
from api.core.predictions.day_rollups import count_feedback, uncounted_feedback
from worker.runtime import Runtime

LOOK_AGAIN_SECONDS = 60.0
WAIT = timedelta(days=7)
"""For a prediction to turn up; after that the thumb is taken to be about nothing."""
MOST = 2_000
"""Thumbs of one look, the newest first."""


def count_late(runtime: Runtime) -> float:
    """Returns the seconds until the next look."""
    since = runtime.clock() - WAIT
    with read_session(runtime.sessions) as session:
        events = uncounted_feedback(session, since=since, limit=MOST)
    if events:
        with write_session(runtime.sessions) as session:
            count_feedback(session, events=events)
    return LOOK_AGAIN_SECONDS
