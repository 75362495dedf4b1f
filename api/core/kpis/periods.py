"""Which days are asked for, which they are compared with, and how they are cut. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from api.core.errors import FarolError, Kind
from api.core.kpis.types import Interval, Span

USUAL_DAYS = 28
MOST_DAYS = 800


class PeriodRefused(FarolError):
    kind: ClassVar[Kind] = "invalid"


@dataclass(frozen=True)
class Periods:
    now: Span
    previous: Span


def periods(
    *,
    today: date,
    start: date | None,
    end: date | None,
    compare_start: date | None = None,
    compare_end: date | None = None,
) -> Periods:
    """``end`` and ``compare_end`` are not included. Left out: the last 28 days with today, and as
    many days before them. Raises PeriodRefused."""
    until = end or today + timedelta(days=1)
    since = start or until - timedelta(days=USUAL_DAYS)
    now = _span(since, until, "from", "to")
    if compare_start is None and compare_end is None:
        return Periods(now, Span(since - (until - since), since))
    if compare_start is None or compare_end is None:
        raise PeriodRefused("compare_from and compare_to are given together or not at all")
    return Periods(now, _span(compare_start, compare_end, "compare_from", "compare_to"))


def cut(span: Span, interval: Interval) -> tuple[Span, ...]:
    """Into days, weeks from Monday or calendar months; the first and the last may be shorter."""
    pieces = []
    start = span.start
    while start < span.end:
        end = min(_next(start, interval), span.end)
        pieces.append(Span(start, end))
        start = end
    return tuple(pieces)


def _span(start: date, end: date, start_name: str, end_name: str) -> Span:
    if not start < end:
        raise PeriodRefused(f"{start_name} must come before {end_name}, which is not included")
    if end - start > timedelta(days=MOST_DAYS):
        raise PeriodRefused(f"{start_name} and {end_name} are more than {MOST_DAYS} days apart")
    # As many days before it must still be dates.
    if start < date(1900, 1, 1) or end > date(9000, 1, 1):
        raise PeriodRefused(f"{start_name} and {end_name} must lie between 1900 and 9000")
    return Span(start, end)


def _next(day: date, interval: Interval) -> date:
    if interval == "month":
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day + timedelta(days=7 - day.weekday() if interval == "week" else 1)
