"""Takes a visitor's files away when their time is over."""

import shutil

from api.core import shipping
from api.core.batches import operations, queries
from worker.batches.identity import spool_name
from worker.context import JobContext


def forget_expired(context: JobContext) -> int:
    """Rows, files and results; returns how many. Safe to repeat and to interrupt."""
    with context.reading() as session:
        ids = queries.expired(session, context.now())
    for batch_id in ids:
        # The row goes last: what was not removed is found again.
        shutil.rmtree(context.settings.batches_dir / batch_id, ignore_errors=True)
        with context.session() as session:
            shipping.forget(session, file=spool_name(batch_id))
            operations.forget(session, batch_id=batch_id)
    return len(ids)
