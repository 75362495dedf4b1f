"""Is it worse for somebody? One test a slice, with the chance of any false alarm held at 5 %."""

from collections.abc import Sequence

import numpy as np
from scipy import stats

from monitoring.quality.arrays import Floats, Ints
from worker.gate.demands import GateDemands
from worker.gate.held_out import HeldOut
from worker.gate.types import GateCheck, SliceDifference


def check_slices(held_out: HeldOut, demands: GateDemands) -> GateCheck:
    """Fails when in some slice the candidate is surely worse, and by more than the margin."""
    judged = slice_differences(held_out, demands)
    if not judged:
        reason = f"No slice has {demands.slice_min_rows} rows of {demands.min_clusters} days"
        return GateCheck("slices", "too little data", reason)
    adjusted = holm(np.array([each.p_value for each in judged]))
    level = 1.0 - demands.confidence
    worse = [
        each
        for each, p_value in zip(judged, adjusted, strict=True)
        if p_value < level and each.difference > demands.slice_margin_share * each.champion
    ]
    numbers = {"slices": float(len(judged)), "worse": float(len(worse))}
    if not worse:
        reason = f"In none of {len(judged)} slices is the candidate surely worse"
        return GateCheck("slices", "pass", reason, numbers)
    worst = max(worse, key=lambda each: each.difference / each.champion)
    reason = (
        f"Where {worst.feature} is {worst.value} ({worst.rows:,} rows) the candidate's "
        f"{held_out.loss_name} is {worst.champion + worst.difference:.4f} against the champion's "
        f"{worst.champion:.4f}; surely worse in {len(worse)} of {len(judged)} slices"
    )
    return GateCheck("slices", "fail", reason, {**numbers, "worst": worst.difference})


def slice_differences(held_out: HeldOut, demands: GateDemands) -> tuple[SliceDifference, ...]:
    """Of the slices with rows and clusters enough."""
    found = []
    paired = held_out.candidate_losses - held_out.champion_losses
    for feature, values in held_out.slices.items():
        for value in sorted(set(values.astype(str))):
            inside = values.astype(str) == value
            clusters = held_out.clusters[inside]
            enough = len(np.unique(clusters)) >= demands.min_clusters
            if inside.sum() < demands.slice_min_rows or not enough:
                continue
            found.append(
                SliceDifference(
                    feature=feature,
                    value=value,
                    rows=int(inside.sum()),
                    difference=float(paired[inside].mean()),
                    champion=float(held_out.champion_losses[inside].mean()),
                    p_value=clustered_p_value(paired[inside], clusters),
                    error=clustered_error(paired[inside], clusters),
                    clusters=len(np.unique(clusters)),
                )
            )
    return tuple(found)


def clustered_p_value(difference: Floats, clusters: Ints) -> float:
    """One-sided p-value of a mean above 0, by a t test with cluster-robust variance.

    Cameron and Miller (2015), Journal of Human Resources 50(2), equation 7 for a mean, with C − 1
    degrees of freedom. Without any variance: 0 for a mean above 0, else 1.
    """
    mean, error = difference.mean(), clustered_error(difference, clusters)
    if error == 0:
        return 0.0 if mean > 0 else 1.0
    return float(stats.t.sf(mean / error, len(np.unique(clusters)) - 1))


def clustered_error(difference: Floats, clusters: Ints) -> float:
    """Standard error of the mean, as above; of 2 clusters or more."""
    labels, index = np.unique(clusters, return_inverse=True)
    sums = np.bincount(index, difference - difference.mean())
    return float(np.sqrt((sums @ sums) * len(labels) / (len(labels) - 1)) / len(difference))


def simultaneous_intervals(
    judged: Sequence[SliceDifference], confidence: float
) -> list[tuple[float, float]]:
    """(lower, upper) of each difference, together at ``confidence`` (Bonferroni)."""
    tail = (1.0 - confidence) / (2 * max(len(judged), 1))
    widths = [each.error * float(stats.t.isf(tail, each.clusters - 1)) for each in judged]
    return [
        (each.difference - width, each.difference + width)
        for each, width in zip(judged, widths, strict=True)
    ]


def holm(p_values: Floats) -> Floats:
    """Adjusted p-values (Holm, 1979, Scandinavian Journal of Statistics 6(2)), in their order."""
    count = len(p_values)
    order = np.argsort(p_values, kind="stable")
    stepped = np.maximum.accumulate(p_values[order] * (count - np.arange(count)))
    adjusted = np.empty(count)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted
