"""What a window may be, and what a live figure says of a promise. Pure."""

from datetime import datetime, timedelta
from typing import ClassVar

from api.core.errors import FarolError, Kind
from api.core.reports.types import Better, Estimate, Promise, Verdict

LONGEST = timedelta(days=400)


class WindowRefused(FarolError):
    kind: ClassVar[Kind] = "invalid"


def require_window(start: datetime, end: datetime) -> None:
    """Half-open, not empty, and short enough to be read at once."""
    if not start < end:
        raise WindowRefused(f"the window ends at {end:%Y-%m-%d %H:%M}, not after its beginning")
    if end - start > LONGEST:
        raise WindowRefused(f"the window is longer than {LONGEST.days} days")


def last_week(now: datetime) -> tuple[datetime, datetime]:
    """The last whole week, from Monday to Monday, in UTC."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    end = midnight - timedelta(days=midnight.weekday())
    return end - timedelta(days=7), end


def verdict(better: Better, live: Estimate, promised: Promise | None) -> Verdict:
    """Whether the interval lies wholly on one side of the promised figure.

    A figure with a target, such as a coverage, is worse on either side of the promise.
    """
    if promised is None:
        return "no_promise"
    if live.lower is None or live.upper is None:
        return "too_little_data"
    if live.lower <= promised.value <= live.upper:
        return "as_promised"
    is_lower = live.upper < promised.value
    return "better" if is_lower == (better == "lower") and better != "target" else "worse"
