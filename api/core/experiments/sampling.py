"""New shares under Thompson sampling: each arm about as often as it is probably the best. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from api.core.experiments.judging import by_arm
from api.core.experiments.measures import HIGHER_IS_BETTER
from api.core.experiments.summary import Summary
from api.core.experiments.types import Plan
from monitoring.experiments.thompson import allocation, best_mean_probabilities
from monitoring.sequential.moments import Moments

SMALLEST_CHANGE = 0.01
"""Of any arm's share: less is not worth moving subjects for."""
MAX_ALLOCATIONS = 9_999
"""The number must fit the variant's name."""


def new_shares(
    plan: Plan,
    summary: Summary,
    *,
    present: Mapping[str, float],
    number: int,
    seed: int,
) -> dict[str, float] | None:
    """Shares of allocation ``number``; None where the present ones should stay.

    They stay until each arm has the plan's least number of subjects whose goal is known. ``seed``
    and ``number`` make the draws: asked again, the answer is the same.
    """
    arms = by_arm(plan, summary.values[plan.goal.measure])
    known = min(moments.count for moments in arms.values())
    if known < plan.minimum_subjects or number > MAX_ALLOCATIONS:
        return None
    higher = HIGHER_IS_BETTER[plan.goal.measure]
    moments = tuple(arms[name] if higher else _negated(arms[name]) for name in present)
    chances = best_mean_probabilities(moments, seed=seed * (MAX_ALLOCATIONS + 1) + number)
    shares = [float(share) for share in allocation(chances, floor=plan.thompson.floor)]
    found = dict(zip(present, shares, strict=True))
    moved = max(abs(found[name] - present[name]) for name in present)
    return found if moved >= SMALLEST_CHANGE else None


def is_due(plan: Plan, *, last: datetime, now: datetime) -> bool:
    """``last`` is when the present shares were set."""
    return plan.mode == "thompson" and now - last >= timedelta(hours=plan.thompson.every_hours)


def _negated(moments: Moments) -> Moments:
    return replace(moments, mean_y=-moments.mean_y, low_y=-moments.high_y, high_y=-moments.low_y)
