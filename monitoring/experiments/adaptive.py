"""Judging arms whose shares changed with what was seen, as under Thompson sampling.

Within one allocation the shares are constant, and every subject's stand-in

    d = 1[treated] (y − b) / p_treated − 1[control] (y − b) / p_control

has the difference of the two means as its expectation given all that came before, however the
shares were chosen (``propensity``, which gives it row by row; here it is made from moments, so that
no row is kept). b is the mean over all arms in the same allocation: its error is of the order of
one over the subjects and the same in both terms, and vanishes beside the interval's width.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from monitoring.experiments.judge import MomentsByArm
from monitoring.experiments.plan import ExperimentPlan
from monitoring.sequential.interval import Interval
from monitoring.sequential.mean import mean_interval
from monitoring.sequential.moments import Moments, merge
from monitoring.sequential.sample_ratio import ALPHA, SampleRatio, log_evidence


@dataclass(frozen=True)
class Batch:
    """One allocation's shares and the values of the subjects who came in under it."""

    shares: Mapping[str, float]
    moments: MomentsByArm


@dataclass(frozen=True)
class Adaptive:
    batches: Sequence[Batch]

    def count(self, arm: str) -> int:
        return sum(batch.moments[arm].count for batch in self.batches)

    def difference(self, plan: ExperimentPlan, arm: str) -> Interval:
        parts = (stand_ins(batch, control=plan.control, treated=arm) for batch in self.batches)
        return mean_interval(
            reduce(merge, parts, Moments()),
            planned_units=plan.horizon_subjects,
            alpha=plan.alpha_each,
        )


def stand_ins(batch: Batch, *, control: str, treated: str) -> Moments:
    """Moments of (1, d) over all the batch's subjects with a value."""
    pooled = reduce(merge, batch.moments.values(), Moments())
    parts = []
    for arm, moments in batch.moments.items():
        sign = {treated: 1.0, control: -1.0}.get(arm, 0.0)
        parts.append(_line(moments, -pooled.mean_y, sign / batch.shares[arm]))
    return reduce(merge, parts, Moments())


def check_changing_ratio(
    batches: Sequence[tuple[Mapping[str, float], Mapping[str, int]]], alpha: float = ALPHA
) -> SampleRatio:
    """(shares, counts) by allocation: the evidence against the shares multiplies over them.

    The product of test martingales that follow one another is one, so this too may be looked at
    at any time. The expected shares are the mean of those under which the subjects came in.
    """
    arms = tuple(batches[0][0])
    evidence = 0.0
    counts, expected = dict.fromkeys(arms, 0), dict.fromkeys(arms, 0.0)
    for shares, seen in batches:
        subjects = sum(seen.values())
        evidence += log_evidence([seen[arm] for arm in arms], [shares[arm] for arm in arms])
        for arm in arms:
            counts[arm] += seen[arm]
            expected[arm] += subjects * shares[arm]
    total = sum(counts.values())
    means = {a: expected[a] / total if total else batches[0][0][a] for a in arms}
    return SampleRatio(evidence >= -math.log(alpha), evidence, counts, means)


def _line(moments: Moments, shift: float, scale: float) -> Moments:
    """Moments of (1, (y + shift) · scale)."""
    if moments.count == 0:
        return moments
    ends = sorted(((moments.low_y + shift) * scale, (moments.high_y + shift) * scale))
    return Moments(
        count=moments.count,
        mean_x=1.0,
        mean_y=(moments.mean_y + shift) * scale,
        yy=moments.yy * scale**2,
        low_y=ends[0],
        high_y=ends[1],
    )
