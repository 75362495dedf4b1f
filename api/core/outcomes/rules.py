"""Which of two truths about one prediction stands. Pure."""

from datetime import datetime


def replaces(
    *, old: object, old_observed_at: datetime, new: object, new_observed_at: datetime
) -> bool:
    """Whether ``new``, received later, contradicts and replaces ``old``.

    The truth observed last stands, whatever came in last; of two observed at the same time, the one
    received last. Saying the same again changes nothing, so a repeated request does no harm.
    """
    return new != old and new_observed_at >= old_observed_at
