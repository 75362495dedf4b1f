"""The queues: the values of ``jobs.queue``. Which job waits in which is said here, once."""

from collections.abc import Mapping

DEFAULT = "default"
"""Short work that traffic, truths and rollouts wait for."""
TRAINING = "training"
"""Minutes to hours of one core."""
BATCHES = "batches"
"""Minutes to hours of scoring."""
REPORTS = "reports"
"""Seconds to minutes of drawing and writing."""

ALL = (DEFAULT, TRAINING, BATCHES, REPORTS)
LONG = (TRAINING, BATCHES, REPORTS)
"""What no decision about live traffic waits for: with workers of its own it delays none."""

_OF_TASK: Mapping[str, str] = {
    "training.train": TRAINING,
    "replays.drill": TRAINING,
    "batches.predict": BATCHES,
    "history.load": BATCHES,
    "history.remove": BATCHES,
    "reports.write": REPORTS,
    "checks.detail": REPORTS,
    "kpis.write": REPORTS,
    "kpis.mail": REPORTS,
}


def queue_of(task: str) -> str:
    """Where jobs of ``task`` wait."""
    return _OF_TASK.get(task, DEFAULT)
