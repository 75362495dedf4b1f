"""Quality over event time, by day, week or month: always of the sums as they are now. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from api.core.checks.figures import WindowQuality, window_quality
from monitoring.quality.sums import QualitySums

Interval = Literal["day", "week", "month"]


@dataclass(frozen=True)
class Period:
    """[start, end) in days of event time (UTC)."""

    start: date
    end: date
    quality: WindowQuality


def periods(task: str, days: Mapping[date, QualitySums], interval: Interval) -> Sequence[Period]:
    """Those that have rows, oldest first; weeks begin on Monday."""
    grouped: dict[date, list[QualitySums]] = defaultdict(list)
    for day in sorted(days):
        grouped[_start(day, interval)].append(days[day])
    return [
        Period(start, _end(start, interval), window_quality(task, sums))
        for start, sums in grouped.items()
    ]


def _start(day: date, interval: Interval) -> date:
    if interval == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if interval == "month" else day


def _end(start: date, interval: Interval) -> date:
    if interval == "month":
        return (start.replace(day=28) + timedelta(days=4)).replace(day=1)
    return start + timedelta(days=7 if interval == "week" else 1)
