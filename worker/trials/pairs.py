"""Paired evidence from the answers of two versions to the same live rows.

What is sequential is the day: the rows of one share their weather, their news, their base rate, and
an interval by rows would be many times too narrow where two versions differ by the base rate. So
there is no interval before the fifth whole day, which is what the gate asks for, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from math import isinf
from zoneinfo import ZoneInfo

import numpy as np

from api.artifact.schema import Schema
from api.core.predictions.paired_answers import PairedAnswer
from api.core.rollouts.evidence import PairedEvidence
from monitoring.sequential.bounded_mean import bounded_mean_interval
from monitoring.sequential.bounded_sums import BoundedSums
from monitoring.sequential.bounded_sums import update as add_bounded
from monitoring.sequential.interval import ALPHA, Interval
from monitoring.sequential.mean import mean_interval
from monitoring.sequential.moments import Moments
from monitoring.sequential.moments import update as add_pairs
from worker.trials.losses import loss_of

FEWEST_DAYS = 5
PLANNED_DAYS = 10
"""Where the interval by days is narrowest; it holds at any number."""
_HOUR = timedelta(hours=1)


@dataclass
class _Day:
    rows: int = 0
    """With truth; the other two are sums over them."""
    champion_loss: float = 0.0
    improvement: float = 0.0


@dataclass
class _Stage:
    """Live rows since the present stage began."""

    live: int = 0
    paired: int = 0
    failed: int = 0
    with_truth: int = 0


@dataclass
class PairedSummary:
    """Adds up over rows in any order; holds three numbers a day, however many rows there are."""

    schema: Schema
    time_zone: str
    stage_since: datetime
    at: datetime
    _days: dict[date, _Day] = field(default_factory=dict)
    _stage: _Stage = field(default_factory=_Stage)
    _by_row: BoundedSums | None = None

    def __post_init__(self) -> None:
        zone = ZoneInfo(self.time_zone)
        self._loss = loss_of(self.schema)
        # Typed: to Python, True and 1 are one.
        self._truth = lru_cache(maxsize=1_024, typed=True)(self._loss.truth)
        # Of an hour, not of each row: converting a moment costs more than all else.
        self._day_of_hour = cache(lambda hour: hour.astimezone(zone).date())
        self._today = self.at.astimezone(zone).date()
        if self._loss.limit is not None:
            self._by_row = BoundedSums(-self._loss.limit, self._loss.limit)

    def add(self, rows: Sequence[PairedAnswer]) -> None:
        """``answer_a`` is the champion's. Rows whose truth does not fit the task have none."""
        whole_days = []
        for row in rows:
            truth = None if row.truth is None else self._truth(row.truth)
            self._count(row, has_truth=truth is not None)
            if truth is None or row.answer_a is None or row.answer_b is None:
                continue
            champion = self._loss.of(row.answer_a, truth)
            improvement = champion - self._loss.of(row.answer_b, truth)
            day = self._day_of_hour(row.occurred_at.replace(minute=0, second=0, microsecond=0))
            self._add(day, champion, improvement)
            if day < self._today:
                whole_days.append(improvement)
        if self._by_row is not None:
            self._by_row = add_bounded(self._by_row, np.array(whole_days))

    def evidence(self) -> PairedEvidence | None:
        """None until the first truth is in."""
        whole = [day for date_, day in self._days.items() if date_ < self._today]
        seen = whole or list(self._days.values())
        rows = sum(day.rows for day in seen)
        if rows == 0:
            return None
        interval = self._interval(whole)
        stage = self._stage
        return PairedEvidence(
            rows=rows,
            clusters=len(whole),
            champion_loss=sum(day.champion_loss for day in seen) / rows,
            improvement=sum(day.improvement for day in seen) / rows,
            lower=interval.lower,
            upper=interval.upper,
            confidence=1.0 - interval.alpha,
            truth_coverage=_share(stage.with_truth, stage.paired),
            dropped_share=_share(stage.live - stage.paired - stage.failed, stage.live),
            stage_rows=stage.with_truth,
        )

    def _count(self, row: PairedAnswer, *, has_truth: bool) -> None:
        if row.occurred_at < self.stage_since:
            return
        self._stage.live += 1
        self._stage.paired += row.both_answered
        self._stage.failed += row.either_failed
        self._stage.with_truth += row.both_answered and has_truth

    def _add(self, day: date, champion: float, improvement: float) -> None:
        sums = self._days.setdefault(day, _Day())
        sums.rows += 1
        sums.champion_loss += champion
        sums.improvement += improvement

    def _interval(self, whole: Sequence[_Day]) -> Interval:
        """Of days and, where the loss has limits, of rows: the wider at each end. That of rows
        alone where no answer ever differed, of which days tell nothing."""
        by_day = _by_day(whole)
        equal = bool(whole) and all(day.improvement == 0.0 for day in whole)
        if self._by_row is None or (isinf(by_day.upper) and not equal):
            return by_day
        by_row = bounded_mean_interval(self._by_row)
        if equal:
            return by_row
        lower, upper = min(by_day.lower, by_row.lower), max(by_day.upper, by_row.upper)
        return Interval(by_day.estimate, lower, upper, by_day.units, ALPHA)


def _by_day(whole: Sequence[_Day]) -> Interval:
    moments = add_pairs(
        Moments(),
        np.array([float(day.rows) for day in whole]),
        np.array([day.improvement for day in whole]),
    )
    if moments.count < FEWEST_DAYS:
        return Interval(float("nan"), float("-inf"), float("inf"), moments.count, ALPHA)
    return mean_interval(moments, planned_units=PLANNED_DAYS)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
