"""The quality of each model against its promise, as the truth comes in."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from api.core.kpis.facts import Facts, JudgedRow
from api.core.kpis.kpi import DayKpi, unknown_of
from api.core.kpis.promises import Promise
from api.core.kpis.types import AddsUp, Better, Figure, LeadsTo, Level, Measure, Span, Status, Unit
from api.core.policies.observations import QualityObservation, Severity
from api.core.policies.severity import quality_severity
from monitoring.quality.estimate import Estimate
from monitoring.quality.sums import MeasureSums, mean_of_days

_LEVELS: dict[Severity, Level] = {
    Severity.NONE: "good",
    Severity.MODERATE: "warning",
    Severity.SERIOUS: "bad",
}
_WORST_FIRST: tuple[Level, ...] = ("bad", "warning", "good")


@dataclass(frozen=True)
class _Verdict:
    model: str
    status: Status


class Quality(DayKpi[JudgedRow]):
    """Of one model, its measure; of all, the share of the judged models that keep their promise."""

    slug: ClassVar[str] = "quality"
    unit: ClassVar[Unit] = "share"
    better: ClassVar[Better] = "higher"
    adds_up: ClassVar[AddsUp] = "ratio"
    counts: ClassVar[str] = "truths"
    leads_to: ClassVar[LeadsTo] = "quality"

    def rows(self, facts: Facts) -> Sequence[JudgedRow]:
        return facts.judged

    def figure(
        self,
        rows: Sequence[JudgedRow],
        span: Span,  # noqa: ARG002
        facts: Facts,
        model: str | None,
    ) -> Figure:
        if model is not None:
            return _of_model(rows, facts.promises.get(model))
        verdicts = self._verdicts(rows, facts)
        judged = [verdict for verdict in verdicts if verdict.status.level != "unknown"]
        truths = sum(row.loss_rows for row in rows)
        if not judged:
            return Figure(None, truths, reason="no_truth")
        kept = sum(1 for verdict in judged if verdict.status.level == "good")
        return Figure(kept / len(judged), truths)

    def target(self, facts: Facts, model: str | None) -> float | None:
        if model is None:
            return 1.0
        promise = facts.promises.get(model)
        return promise.value if promise else None

    def status(
        self,
        now: Figure,
        previous: Figure,  # noqa: ARG002
        rows: Sequence[JudgedRow],
        facts: Facts,
        model: str | None,
    ) -> Status:
        if model is not None:
            return judge(rows, facts.promises.get(model))
        if now.value is None:
            return unknown_of(now)
        verdicts = self._verdicts(rows, facts)
        for level in _WORST_FIRST:
            found = [verdict for verdict in verdicts if verdict.status.level == level]
            if found:
                return Status(
                    level,
                    "all_keep_promise" if level == "good" else "some_break_promise",
                    _counts(verdicts) | {"model": found[0].model},
                )
        return unknown_of(now)

    def unit_of(self, model: str | None) -> Unit:
        return "share" if model is None else "measure"

    def measure(self, facts: Facts, model: str) -> Measure | None:
        promise = facts.promises.get(model)
        return promise.measure if promise else None

    def _verdicts(self, rows: Sequence[JudgedRow], facts: Facts) -> list[_Verdict]:
        by_model: dict[str, list[JudgedRow]] = defaultdict(list)
        for row in rows:
            by_model[row.model].append(row)
        return [
            _Verdict(model, judge(by_model[model], promise))
            for model, promise in facts.promises.items()
        ]


def judge(rows: Sequence[JudgedRow], promise: Promise | None) -> Status:
    """By the model's own policy: what it lets pass for chance is no broken promise."""
    if promise is None or promise.value is None:
        return Status("unknown", "no_promise")
    loss = mean_of_days(_days(rows))
    promised = promise.of_loss(promise.value)
    if not isinstance(loss, Estimate) or not promised > 0:
        truths = sum(row.loss_rows for row in rows)
        return Status("unknown", "too_little_truth", {"truths": float(truths)})
    seen = QualityObservation(
        rows=loss.rows,
        loss_increase=loss.value / promised - 1,
        loss_increase_lower=loss.lower / promised - 1,
        auc_loss=None,
        calibration_shift=None,
        calibration_shift_lower=None,
        calibration_shift_upper=None,
    )
    numbers: dict[str, float | str | None] = {
        "promised": promise.value,
        "loss_increase": seen.loss_increase,
        "truths": float(loss.rows),
    }
    severity = quality_severity(promise.policy, seen)
    if severity is Severity.TOO_LITTLE_DATA:
        return Status("unknown", "too_little_truth", numbers)
    reason = "keeps_promise" if severity is Severity.NONE else "breaks_promise"
    return Status(_LEVELS[severity], reason, numbers)


def _of_model(rows: Sequence[JudgedRow], promise: Promise | None) -> Figure:
    if promise is None:
        return Figure(None, reason="no_promise")
    days = _days(rows)
    whole = sum(days, MeasureSums())
    if not whole.rows:
        return Figure(None, reason="no_truth")
    found = mean_of_days(days)
    if not isinstance(found, Estimate):
        return Figure(promise.of_loss(whole.mean), whole.rows)
    low, high = sorted((promise.of_loss(found.lower), promise.of_loss(found.upper)))
    return Figure(promise.of_loss(found.value), found.rows, low, high)


def _days(rows: Sequence[JudgedRow]) -> list[MeasureSums]:
    """A day is one unit of chance, whichever versions answered."""
    counts: dict[date, int] = defaultdict(int)
    totals: dict[date, float] = defaultdict(float)
    for row in rows:
        counts[row.day] += row.loss_rows
        totals[row.day] += row.loss_total
    return [MeasureSums(counts[day], totals[day]) for day in sorted(counts)]


def _counts(verdicts: Sequence[_Verdict]) -> dict[str, float | str | None]:
    levels = [verdict.status.level for verdict in verdicts]
    return {
        "kept": float(levels.count("good")),
        "judged": float(len(levels) - levels.count("unknown")),
        "models": float(len(levels)),
    }
