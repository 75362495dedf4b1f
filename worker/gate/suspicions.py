"""Is it what it seems? Answers that are too good, too bad or too old have a cause with a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from monitoring.quality.arrays import Floats
from monitoring.quality.auc import rank
from monitoring.quality.bootstrap import interval, resample
from worker.gate.demands import GateDemands
from worker.gate.held_out import HeldOut
from worker.gate.quality import AUC_RESAMPLES
from worker.gate.sufficiency import shortage
from worker.gate.types import GateCheck, Verdict

SMALLEST_SKILL = 0.02
"""Less has no parts worth telling apart."""


@dataclass(frozen=True)
class Reliance:
    """How much a model leans on each field, by shuffling the field's column."""

    skill: float
    """See ``skill``."""
    shares: Mapping[str, float]
    """Field -> share of the skill that is lost without it; below 0 where it only disturbs."""
    movements: Mapping[str, float]
    """Field -> total Sobol index (0–1): share of the answers' variance that is owed to it."""


@dataclass(frozen=True)
class Promise:
    """What is claimed or was seen elsewhere; None and () where nothing was."""

    own_auc: float | None = None
    """By the candidate's sealed evaluation."""
    earlier_losses: Sequence[float] = ()
    """Of the model's earlier versions, by the same loss."""


def skill(held_out: HeldOut, predictions: Floats) -> float:
    """How much better than knowing nothing: 2·AUC − 1 of a binary model; of others, the share of
    the loss of the best constant answer that is spared. 0 is chance, 1 perfect."""
    if held_out.schema.task == "binary":
        area = rank(held_out.happened, predictions).auc(np.ones(len(predictions)))
        return 0.0 if np.isnan(area) else 2.0 * area - 1.0
    constant = float(held_out.losses(_constant(held_out)).mean())
    return 1.0 - float(held_out.losses(predictions).mean()) / constant if constant else 0.0


def check_chance(held_out: HeldOut, demands: GateDemands, *, seed: int) -> GateCheck:
    """Fails when the candidate is not surely better than chance although the champion is."""
    lacking = shortage(held_out, demands)
    if lacking:
        return GateCheck("shuffled labels", "too little data", lacking)
    before, after = (
        _skill_interval(held_out, predictions, demands, seed)
        for predictions in (held_out.champion, held_out.candidate)
    )
    numbers = {"skill": skill(held_out, held_out.candidate), "lower": after[0], "upper": after[1]}
    if after[0] > 0:
        reason = f"The candidate's answers are surely better than chance (skill {after[0]:.2f} up)"
        return GateCheck("shuffled labels", "pass", reason, numbers)
    if before[0] <= 0:
        reason = "On these rows neither the champion nor the candidate is surely better than chance"
        return GateCheck("shuffled labels", "too little data", reason, numbers)
    reason = (
        "The candidate's answers are no better than chance where the champion's are: as if it had "
        "been trained on shuffled labels"
    )
    return GateCheck("shuffled labels", "fail", reason, numbers)


def check_leak(
    held_out: HeldOut,
    champion: Reliance,
    candidate: Reliance,
    promise: Promise,
    demands: GateDemands,
) -> GateCheck:
    """Fails when the candidate is better than can be, leans on one field for nearly everything as
    the champion does not, or was far better by its own evaluation than on these rows."""
    lacking = shortage(held_out, demands)
    if lacking:
        return GateCheck("leaked feature", "too little data", lacking)
    loss = float(held_out.candidate_losses.mean())
    best = min([float(held_out.champion_losses.mean()), *promise.earlier_losses])
    field, share = _largest(candidate.shares)
    moving, moved = _largest(candidate.movements)
    numbers = {"loss": loss, "best_before": best, "largest_share": share, "largest_movement": moved}
    leans = (
        share >= demands.dominant_share
        and candidate.skill >= SMALLEST_SKILL
        and champion.shares.get(field, 0.0) < share / 2
    )
    too_good = loss < demands.implausible_loss_share * best
    area = (1.0 + candidate.skill) / 2.0
    if too_good:
        reason = (
            f"A {held_out.loss_name} of {loss:.4f} after {best:.4f} is too good to be true; "
            f"{share:.0%} of it rests on {field}, which may hold the answer"
        )
    elif leans:
        reason = (
            f"{share:.0%} of what the candidate knows rests on {field}, against "
            f"{champion.shares.get(field, 0.0):.0%} for the champion: it may hold the answer"
        )
    elif promise.own_auc is not None and promise.own_auc - area > demands.broken_promise:
        reason = (
            f"By its own evaluation the candidate's area under the ROC curve is "
            f"{promise.own_auc:.3f}, on these rows {area:.3f}: what it leaned on, above all "
            f"{moving}, held the answer in training only"
        )
    else:
        reason = f"No field holds the answer: the most, {share:.0%}, rests on {field}"
        return GateCheck("leaked feature", "pass", reason, numbers)
    return GateCheck("leaked feature", "fail", reason, numbers)


def check_freshness(
    champion_until: datetime | None,
    candidate_until: datetime | None,
    now: datetime,
    demands: GateDemands,
) -> GateCheck | None:
    """Until when the data of each go. None where the candidate does not say."""
    if candidate_until is None:
        return None
    age_days = (now - candidate_until) / timedelta(days=1)
    numbers = {"age_days": age_days}
    until = f"The candidate's data end on {candidate_until:%Y-%m-%d}"
    if champion_until is not None and candidate_until < champion_until:
        reason = f"{until}, before the champion's, on {champion_until:%Y-%m-%d}: they are stale"
        return GateCheck("stale data", "fail", reason, numbers)
    verdict: Verdict = "pass" if age_days <= demands.max_training_age_days else "fail"
    stale = (
        f", and more than {demands.max_training_age_days:.0f} is stale" if verdict == "fail" else ""
    )
    return GateCheck("stale data", verdict, f"{until}, {age_days:.0f} days ago{stale}", numbers)


def _skill_interval(
    held_out: HeldOut, predictions: Floats, demands: GateDemands, seed: int
) -> tuple[float, float]:
    rows = len(predictions)
    resampling = resample(rows, clusters=held_out.clusters, resamples=AUC_RESAMPLES, seed=seed)
    if held_out.schema.task == "binary":
        ranked = rank(held_out.happened, predictions)
        return interval(2.0 * ranked.resampled(resampling) - 1.0, demands.confidence)
    spared = held_out.losses(_constant(held_out)) - held_out.losses(predictions)
    return interval(resampling.means(spared), demands.confidence)


def _constant(held_out: HeldOut) -> Floats:
    """The best answer without looking: the shares of the labels, or the median."""
    rows = len(held_out.truth)
    if held_out.schema.task == "regression":
        return np.full(rows, np.median(held_out.truth))
    counts = np.bincount(held_out.happened, minlength=len(held_out.schema.labels))
    return np.tile(counts / rows, (rows, 1))


def _largest(values: Mapping[str, float]) -> tuple[str, float]:
    return max(values.items(), key=lambda entry: entry[1], default=("no field", 0.0))
