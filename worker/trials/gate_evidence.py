"""The gate's report as the evidence that a policy decides on. Pure."""

from math import nan

import pandas as pd

from api.core.rollouts.evidence import GateEvidence, SliceEvidence
from worker.gate.demands import GateDemands
from worker.gate.slices import simultaneous_intervals
from worker.gate.types import GateCheck, GateReport, SliceDifference
from worker.pipelines.clusters import cluster_labels

BY_FIGURES = ("loss", "slices", "agreement", "size", "memory")
"""Checks whose figures the policy judges itself."""
NO_REASON_ALONE = ("slices", "agreement")
"""A slice counts only where it has rows enough, and then by the policy's margin; agreement is
told."""
LATENCY = "latency of "


def too_few(rows: pd.DataFrame, demands: GateDemands) -> GateEvidence | None:
    """Evidence that says only how many held-out rows there are; None where they are enough."""
    labels = cluster_labels(rows)
    days = len(rows) if labels is None else len(set(labels.tolist()))
    if len(rows) >= demands.min_rows and days >= demands.min_clusters:
        return None
    lacking = (
        f"{len(rows):,} held-out rows of {days} days with truth, of {demands.min_rows:,} of "
        f"{demands.min_clusters} that are needed"
    )
    return _evidence(GateReport(None, ()), len(rows), demands, (lacking,))


def worded(report: GateReport, *, rows: int, demands: GateDemands) -> GateEvidence:
    """What failed and is not a figure becomes a suspicion, by the sentence of its check. Nothing
    is waited for once something failed."""
    judged = [check for check in report.checks if check.name not in NO_REASON_ALONE]
    failed = any(check.verdict == "fail" for check in judged)
    lacking = [check.reason for check in judged if check.verdict == "too little data"]
    return _evidence(report, rows, demands, () if failed else tuple(lacking))


def _evidence(
    report: GateReport, rows: int, demands: GateDemands, lacking: tuple[str, ...]
) -> GateEvidence:
    checks = {check.name: check for check in report.checks}
    loss = checks.get("loss")
    return GateEvidence(
        rows=rows,
        champion_loss=_number(loss, "champion"),
        improvement=-_number(loss, "difference"),
        lower=-_number(loss, "upper"),
        upper=-_number(loss, "lower"),
        confidence=demands.confidence,
        latency_ratio=_largest(report, LATENCY),
        size_ratio=max(_number(checks.get("size"), "ratio"), _ratio_of_memory(checks)),
        agreement=_number(checks.get("agreement"), "same_label"),
        nan_answers=_unanswered(checks.get("answers")),
        slices=_slices(report.slices, demands),
        suspicions=tuple(check.reason for check in report.checks if _is_suspicious(check)),
        lacking=lacking,
    )


def _is_suspicious(check: GateCheck) -> bool:
    by_figures = check.name in BY_FIGURES or check.name.startswith(LATENCY)
    return check.verdict == "fail" and not by_figures


def _number(check: GateCheck | None, name: str) -> float:
    return nan if check is None else float(check.numbers.get(name, nan))


def _largest(report: GateReport, prefix: str) -> float:
    ratios = [_number(c, "ratio") for c in report.checks if c.name.startswith(prefix)]
    return max(ratios, default=nan)


def _ratio_of_memory(checks: dict[str, GateCheck]) -> float:
    return _number(checks["memory"], "ratio") if "memory" in checks else 0.0


def _unanswered(check: GateCheck | None) -> int:
    if check is None or check.verdict == "pass":
        return 0
    return int(check.numbers["holes"] + check.numbers["rows"])


def _slices(judged: tuple[SliceDifference, ...], demands: GateDemands) -> tuple[SliceEvidence, ...]:
    intervals = simultaneous_intervals(judged, demands.confidence)
    return tuple(
        SliceEvidence(
            name=f"{each.feature} = {each.value}",
            rows=each.rows,
            champion_loss=each.champion,
            improvement=-each.difference,
            lower=-high,
            upper=-low,
        )
        for each, (low, high) in zip(judged, intervals, strict=True)
    )
