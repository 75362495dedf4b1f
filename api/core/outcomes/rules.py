"""Which of two truths about one prediction stands. Pure."""

from datetime import datetime


def stands(*, old_observed_at: datetime, new_observed_at: datetime) -> bool:
    """Whether a truth received later takes the place of the one before it.

    The truth observed last stands, in whatever order they come in; of two observed at the same
    time, the one received last. One that says the same again moves the time of observation on.
    """
    return new_observed_at >= old_observed_at
