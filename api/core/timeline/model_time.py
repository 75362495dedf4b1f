"""Moments of a model's life that were written down by the wall clock.

A training run is kept by the model's clock, its job by the wall's. What the job did is told as long
after the run began as it took by the wall.
"""

from datetime import datetime

from api.core.tables import Job, TrainingRun
from api.core.timeline.types import Entry, Place


def in_model_time(run: TrainingRun, job: Job, moment: datetime) -> datetime:
    """The moment itself for a model that goes by the wall."""
    return run.created_at + (moment - job.created_at)


def cut(entries: list[Entry], before: Place | None, limit: int) -> list[Entry]:
    """The newest that stand before the place."""
    found = [entry for entry in entries if before is None or entry.place < before]
    return sorted(found, key=lambda entry: entry.place, reverse=True)[:limit]
