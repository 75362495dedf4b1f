"""What must not happen to a version in traffic or in shadow, judged from counts. Pure.

Intervals hold at every look, so that a breach is no accident of looking often. Held is what was
seen on enough rows and lies within the limit; all else is too little data.
"""

from collections.abc import Sequence
from math import log

import numpy as np

from api.core.predictions.answered import RowCounts
from api.core.predictions.latency import quantile
from api.core.rollouts.evidence import Guardrail, Verdict
from monitoring.metrics import LATENCY_BUCKETS_SECONDS
from monitoring.sequential import rate, rate_difference
from monitoring.sequential.interval import ALPHA
from monitoring.sequential.quantile import quantile_interval
from monitoring.sequential.rate import RateCounts

FEWEST_ROWS = 100
FEWEST_REQUESTS = 20
"""Fewer have no 95th percentile."""
P95 = 0.95


def judge_errors(
    champion: RowCounts, candidate: RowCounts, *, limit: float, detail: str = ""
) -> Guardrail:
    """Share of rows without an answer, above the champion's. Where the champion was given none, as
    when the candidate answers nobody, it counts by itself."""
    before, after = (RateCounts(c.failed, c.rows) for c in (champion, candidate))
    shown = detail if candidate.failed else ""
    return _judged("errors", before if before.rows else None, after, limit=limit, detail=shown)


def judge_not_finite(
    champion: RowCounts, candidate: RowCounts, *, limit: float, detail: str = ""
) -> Guardrail:
    """Share of rows answered with NaN or infinity; above the champion's, where it has some too."""
    before, after = (RateCounts(c.not_finite, c.rows) for c in (champion, candidate))
    shown = detail if candidate.not_finite else ""
    return _judged(
        "NaN answers", before if before.events else None, after, limit=limit, detail=shown
    )


def judge_latency(champion: Sequence[int], candidate: Sequence[int], *, limit: float) -> Guardrail:
    """Ratio of the 95th percentiles of live requests, from histograms with the buckets of
    ``LATENCY_BUCKETS_SECONDS``: breached when even the nearest values of both exceed the limit."""
    requests, fewest = sum(candidate), min(sum(champion), sum(candidate))
    edges = np.array(LATENCY_BUCKETS_SECONDS)
    before, after = (
        quantile_interval(edges, np.array(counts), P95, ALPHA / 2)
        for counts in (champion, candidate)
    )
    slower = after.lower > limit * before.upper
    seen = [quantile(counts, P95) for counts in (champion, candidate)]
    ratio = seen[1] / seen[0] if seen[0] and seen[1] is not None else float("nan")
    verdict: Verdict = "too_little_data"
    if slower:
        verdict = "breached"
    elif fewest >= FEWEST_REQUESTS and ratio <= limit:
        verdict = "held"
    return Guardrail("latency", verdict, requests, ratio, limit, _seconds(seen))


def latency_by_gate(ratio: float | None, *, limit: float) -> Guardrail:
    """In shadow nobody waits for the candidate, and its share of a busy thread's time says nothing
    of a request's: what counts is how long both took in turns at the gate."""
    if ratio is None:
        return Guardrail("latency", "too_little_data", 0, float("nan"), limit, "not timed yet")
    verdict: Verdict = "held" if ratio <= limit else "breached"
    return Guardrail("latency", verdict, 0, ratio, limit, "as timed at the gate")


def _judged(
    name: str, before: RateCounts | None, after: RateCounts, *, limit: float, detail: str
) -> Guardrail:
    """The share itself, or its difference from the one before."""
    share = after.rate - (before.rate if before else 0.0)
    verdict: Verdict = "too_little_data"
    if share > limit and _evidence_against(limit, before, after) >= -log(ALPHA):
        verdict = "breached"
    elif after.rows >= FEWEST_ROWS and share <= limit:
        verdict = "held"
    return Guardrail(name, verdict, after.rows, share, limit, detail)


def _evidence_against(limit: float, before: RateCounts | None, after: RateCounts) -> float:
    """Log evidence that the share is not the limit: of ``rate`` and ``rate_difference`` what their
    intervals ask of every value, asked of the one that matters."""
    if before is None:
        return rate.log_evidence(after, limit)
    return rate_difference.log_evidence(before, after, limit)


def _seconds(p95: Sequence[float | None]) -> str:
    if None in p95:
        return ""
    before, after = (f"{1e3 * (seconds or 0.0):.3g} ms" for seconds in p95)
    return f"p95 {after} against {before}"
