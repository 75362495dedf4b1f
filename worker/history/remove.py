"""A history taken out again, some rows a transaction: nobody waits behind it for long."""

from api.core.history import queries, removal
from api.core.history.types import REPLAY_MODEL
from worker.context import JobContext


def remove_history(context: JobContext, *, model: str) -> None:
    """Done again, or where there is none, it takes nothing away."""
    if model != REPLAY_MODEL:
        raise ValueError(f"{model} is no history's model")
    with context.reading() as session:
        extent = queries.extent(session, model)
    total = max(1, extent.predictions + extent.rollups)
    removed = 0
    while some := _step(context):
        removed += some
        context.progress(min(0.99, removed / total), f"{removed:,} rows removed")
    with context.session() as session:
        removal.finish(session)
    context.progress(1.0, "the history is gone")


def _step(context: JobContext) -> int:
    with context.session() as session:
        return removal.remove_some(session)
