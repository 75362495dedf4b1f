"""What was acknowledged before a check began is in the database before it looks."""

import threading
import time

from api.adapters.spool_files import spool_id
from api.core import shipping
from api.spool.segments import list_segments
from worker.context import JobContext

LONGEST_WAIT_SECONDS = 30.0
LOOK_AGAIN_SECONDS = 0.02


def wait_until_shipped(context: JobContext) -> None:
    """Wait for the spool on this machine, as long as it is now; gives up with a word in the log.

    Where the data plane is elsewhere there is no spool, and nothing to wait for.
    """
    directory = context.settings.spool_dir
    awaited = {
        f"{spool_id(directory)}/{segment.name}": segment.path
        for segment in list_segments(directory)
    }
    sizes = {file: path.stat().st_size for file, path in awaited.items() if path.exists()}
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while waiting := [f for f, size in sizes.items() if not _is_shipped(context, f, size)]:
        context.check_cancelled()
        if time.monotonic() > deadline:
            context.log(f"{len(waiting)} spool files are not shipped yet", level="warning")
            return
        # A shipped file is deleted once its slot has a later one.
        sizes = {file: sizes[file] for file in waiting if awaited[file].exists()}
        threading.Event().wait(LOOK_AGAIN_SECONDS)


def _is_shipped(context: JobContext, file: str, size: int) -> bool:
    with context.reading() as session:
        return shipping.position(session, file=file) >= size
