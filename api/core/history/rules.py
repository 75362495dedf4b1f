"""How a recording is moved so that it ends now. Pure."""

from datetime import UTC, datetime, time, timedelta
from math import ceil

from api.core.history.types import RECORDING_ENDS, WEEKS, Plan

_WEEK = timedelta(weeks=1)


def plan_of(now: datetime) -> Plan:
    """The last ``WEEKS`` weeks up to ``now``, from a midnight (UTC) on.

    Moved by whole weeks, a Monday stays a Monday. So many that the recording reaches beyond now:
    what of it would lie in the future is left out.
    """
    ends_at = now.astimezone(UTC).replace(microsecond=0)
    weeks = ceil((ends_at - RECORDING_ENDS) / _WEEK)
    midnight = datetime.combine(ends_at.date(), time(), UTC)
    return Plan(midnight - WEEKS * _WEEK, ends_at, weeks)


def days_of(plan: Plan) -> list[tuple[datetime, datetime]]:
    """Its days (UTC), each [start, end); the last one ends when the plan does."""
    found, start = [], plan.starts_at
    while start < plan.ends_at:
        end = min(start + timedelta(days=1), plan.ends_at)
        found.append((start, end))
        start = end
    return found
