"""A decided repair as the training run that does it."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.core.policies.observations import Repair
from api.core.policies.types import Policy, Retraining
from worker.pipelines.recipe import Recipe
from worker.training.log import rfc3339
from worker.training.recalibration import RECALIBRATE


def repair_parameters(
    policy: Policy, repair: Repair, recipe: Recipe | None, *, at: datetime, is_replay: bool
) -> dict[str, Any]:
    """Days count where the recipe says; ``at`` is the model's now, and nothing after it is used."""
    today = at.astimezone(ZoneInfo(recipe.time_zone if recipe else "UTC")).date()
    clock = "event" if is_replay else "wall"
    known = {"known_at": rfc3339(at), "truth_clock": clock}
    if repair is Repair.RECALIBRATE:
        rules = policy.retraining.recalibration
        return {
            "method": RECALIBRATE,
            "fit_from": str(today - timedelta(days=rules.window_days)),
            "fit_to": str(today - timedelta(days=rules.holdout_days)),
            "holdout_to": str(today),
            "refit": rules.refit,
            **known,
        }
    chosen = dict(policy.retraining.parameters)
    if recipe is None or "source" not in recipe.defaults:
        return chosen
    return {
        "source": "log",
        **_parts(policy.retraining, recipe, today),
        **known,
        **chosen,
    }


def _parts(rules: Retraining, recipe: Recipe, today: date) -> dict[str, Any]:
    held_out = today - timedelta(days=rules.holdout_days)
    parts = {"train_to": str(held_out), "holdout_to": str(today)}
    if rules.calibration_days and "calibrate_to" in recipe.defaults:
        trained = held_out - timedelta(days=rules.calibration_days)
        parts |= {"train_to": str(trained), "calibrate_to": str(held_out)}
    return {**parts, "refit": True} if rules.refit and "refit" in recipe.defaults else parts
