"""What evidence says about a candidate, in words. Pure; a NaN among the figures is never a pass."""

from math import isfinite, isnan

from api.core.policies.types import Demand, GateDemands
from api.core.rollouts.evidence import (
    GateEvidence,
    Guardrail,
    GuardrailEvidence,
    PairedEvidence,
    SliceEvidence,
)


def gate_faults(demands: GateDemands, gate: GateEvidence) -> tuple[str, ...]:
    """Every reason to refuse the candidate; too few rows are one of them."""
    faults = list(gate.suspicions)
    if gate.nan_answers > 0:
        faults.append(f"it answered {gate.nan_answers} rows with NaN or infinity")
    if gate.rows < demands.min_rows:
        faults.append(
            f"only {gate.rows:,} held-out rows, too few to judge ({demands.min_rows:,} are needed)"
        )
    elif not gate.lower >= -demands.margin * gate.champion_loss and not (
        # Where another cause left nothing to compare, the cause is the reason.
        faults and isnan(gate.lower)
    ):
        faults.append(_not_shown(demands.margin, gate))
    faults += [_slice_fault(part) for part in gate.slices if _is_harmed(demands, part)]
    for what, ratio, limit in (
        ("slow", gate.latency_ratio, demands.max_latency_ratio),
        ("large", gate.size_ratio, demands.max_size_ratio),
    ):
        if not ratio <= limit:
            faults.append(f"it is {ratio:.2f} times as {what} as the champion (limit {limit:g})")
    return tuple(faults)


def tolerance(demand: Demand, margin: float, champion_loss: float) -> float:
    """Loss above the champion's that is borne, in units of the loss."""
    return 0.0 if demand == "better" else margin * champion_loss


def is_worse(pairs: PairedEvidence, *, tolerated: float) -> bool:
    """Shown, not only seen: the whole interval lies below what is tolerated."""
    return pairs.upper < -tolerated


def is_good_enough(pairs: PairedEvidence, *, demand: Demand, tolerated: float) -> bool:
    if demand == "no_harm":
        return not is_worse(pairs, tolerated=tolerated)
    return pairs.lower > 0 if demand == "better" else pairs.lower >= -tolerated


def comparison(pairs: PairedEvidence) -> str:
    """The figures behind a verdict, for a sentence's end."""
    relative = [
        f"{-value / pairs.champion_loss:+.1%}" if pairs.champion_loss > 0 else f"{-value:+.4g}"
        for value in (pairs.improvement, pairs.upper, pairs.lower)
    ]
    if not (isfinite(pairs.lower) and isfinite(pairs.upper)):
        return (
            f"loss {relative[0]} against the champion from {pairs.rows:,} rows with truth; "
            f"{pairs.clusters} whole days are too few to tell how sure that is"
        )
    return (
        f"loss {relative[0]} against the champion, between {relative[1]} and {relative[2]} with "
        f"{pairs.confidence:.0%} confidence, from {pairs.rows:,} rows with truth"
    )


def breach(guardrails: GuardrailEvidence | None) -> str | None:
    """The first guardrail that was broken, as a sentence."""
    broken = next((g for g in _each(guardrails) if g.verdict == "breached"), None)
    if broken is None:
        return None
    detail = f": {broken.detail}" if broken.detail else ""
    return (
        f"{broken.name} broke the guardrail, {broken.value:.4g} where at most {broken.limit:.4g} "
        f"is allowed ({broken.rows:,} rows){detail}"
    )


def unjudged(guardrails: GuardrailEvidence | None) -> tuple[str, ...]:
    """Names of the guardrails that have too little data to be a pass."""
    if guardrails is None:
        return ("guardrails",)
    return tuple(g.name for g in _each(guardrails) if g.verdict != "held")


def _each(guardrails: GuardrailEvidence | None) -> tuple[Guardrail, ...]:
    if guardrails is None:
        return ()
    return (guardrails.errors, guardrails.latency, guardrails.score_shift, guardrails.nan_answers)


def _not_shown(margin: float, gate: GateEvidence) -> str:
    share = -gate.lower / gate.champion_loss if gate.champion_loss > 0 else -gate.lower
    return (
        f"on {gate.rows:,} held-out rows its loss may be {share:.1%} above the champion's; "
        f"at most {margin:.1%} is accepted"
    )


def _is_harmed(demands: GateDemands, part: SliceEvidence) -> bool:
    enough = part.rows >= demands.min_slice_rows
    return enough and part.upper < -demands.slice_margin * part.champion_loss


def _slice_fault(part: SliceEvidence) -> str:
    return f"it is worse where {part.name} ({part.rows:,} rows)"
