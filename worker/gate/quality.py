"""Is it worse? Paired on the same rows, with whole days as the unit of chance."""

import numpy as np

from monitoring.quality.auc import rank
from monitoring.quality.bootstrap import interval, resample
from worker.gate.demands import GateDemands
from worker.gate.held_out import HeldOut
from worker.gate.sufficiency import shortage
from worker.gate.types import GateCheck, Verdict
from worker.pipelines.evaluate import predicted_labels

AUC_RESAMPLES = 200
"""Each costs a pass over the rows, for both models."""


def check_loss(held_out: HeldOut, demands: GateDemands, *, seed: int) -> GateCheck:
    """Fails when the candidate is surely worse, or worse by more than the margin; passes when it
    is surely not worse by more than the margin."""
    lacking = shortage(held_out, demands)
    if lacking:
        return GateCheck("loss", "too little data", lacking)
    difference = held_out.candidate_losses - held_out.champion_losses
    resampling = resample(len(difference), clusters=held_out.clusters, seed=seed)
    low, high = interval(resampling.means(difference), demands.confidence)
    mean, before = float(difference.mean()), float(held_out.champion_losses.mean())
    margin = demands.loss_margin_share * before
    verdict = _verdict(mean, low, high, margin)
    direction = "lower" if mean <= 0 else "higher"
    reason = (
        f"Over {len(difference):,} held-out rows of {held_out.cluster_count} days the candidate's "
        f"{held_out.loss_name} is {abs(mean):.4f} {direction} than the champion's {before:.4f} "
        f"(difference {low:+.4f} to {high:+.4f}; up to {margin:+.4f} is allowed)"
    )
    numbers = {"difference": mean, "lower": low, "upper": high, "champion": before}
    return GateCheck("loss", verdict, reason, {**numbers, "rows": len(difference)})


def check_ranking(held_out: HeldOut, demands: GateDemands, *, seed: int) -> GateCheck:
    """Of a binary model: does it still tell the events from the others?"""
    lacking = shortage(held_out, demands) or _one_class(held_out)
    if lacking:
        return GateCheck("ranking", "too little data", lacking)
    resampling = resample(
        len(held_out.truth), clusters=held_out.clusters, resamples=AUC_RESAMPLES, seed=seed
    )
    ranked = [rank(held_out.happened, p) for p in (held_out.champion, held_out.candidate)]
    before, after = (each.auc(np.ones(len(held_out.truth))) for each in ranked)
    champion, candidate = (each.resampled(resampling) for each in ranked)
    low, high = interval(champion - candidate, demands.confidence)
    verdict = _verdict(before - after, low, high, demands.auc_margin)
    reason = (
        f"The candidate's area under the ROC curve is {after:.3f}, the champion's {before:.3f} "
        f"(loss {low:+.3f} to {high:+.3f}; up to {demands.auc_margin:+.3f} is allowed)"
    )
    numbers = {"champion": before, "candidate": after, "lower": low, "upper": high}
    return GateCheck("ranking", verdict, reason, numbers)


def check_agreement(held_out: HeldOut, demands: GateDemands) -> GateCheck:
    """How often both say the same: a candidate that answers quite differently is another model."""
    rows = len(held_out.truth)
    if rows == 0:
        return GateCheck("agreement", "too little data", "There are no held-out rows")
    numbers = {"mean_difference": float(np.abs(held_out.candidate - held_out.champion).mean())}
    if held_out.schema.task == "regression":
        reason = f"The answers differ by {numbers['mean_difference']:.3g} on average"
        return GateCheck("agreement", "pass", reason, numbers)
    labels = [predicted_labels(held_out.schema, p) for p in (held_out.champion, held_out.candidate)]
    share = float((labels[0] == labels[1]).mean())
    verdict: Verdict = "pass" if share >= demands.min_agreement else "fail"
    reason = (
        f"Candidate and champion give {share:.1%} of {rows:,} rows the same label "
        f"(at least {demands.min_agreement:.0%} is asked for)"
    )
    return GateCheck("agreement", verdict, reason, {**numbers, "same_label": share})


def _verdict(mean: float, low: float, high: float, margin: float) -> Verdict:
    """Of a difference that is above 0 where the candidate is worse."""
    if low > 0 or mean > margin:
        return "fail"
    return "pass" if high <= margin else "too little data"


def _one_class(held_out: HeldOut) -> str | None:
    rarer = min(int(held_out.truth.sum()), int((1 - held_out.truth).sum()))
    return None if rarer >= 1 else "All held-out rows have the same truth"
