"""Rows with truth that neither of two versions was made from: what a gate judges on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
from sqlalchemy.orm import Session

from api.artifact.manifest import Manifest
from api.core.predictions.truths import TruthClock, served_truths
from worker.gate.judge import Contender
from worker.gate.training_end import learned_until, trained_until
from worker.pipelines.parameters import with_defaults
from worker.pipelines.recipe import Recipe
from worker.pipelines.served_frame import served_frame

LONGEST = timedelta(days=56)
"""Older rows tell little of what users meet now, and each costs memory and time."""
NOT_LANDED = timedelta(days=1)
"""The recipe's own data have every truth; of the last day not all were known yet."""


@dataclass(frozen=True)
class Pair:
    """Two versions."""

    champion: Contender
    candidate: Contender
    known_since: datetime
    """When the later of the two was proposed, by the model's clock."""

    @property
    def manifests(self) -> tuple[Manifest, Manifest]:
        return self.champion.artifact.manifest, self.candidate.artifact.manifest


def unseen_from(pair: Pair, *, time_zone: str) -> datetime:
    """What happened from here on is in neither's data: the later of their ends. A version that
    does not say until when its data go is taken to know everything from before it was proposed.
    The champion's calibration may have seen some of it: that can only speak for the champion.
    """
    champion, candidate = pair.manifests
    ends = (
        learned_until(champion, time_zone=time_zone),
        trained_until(candidate, time_zone=time_zone),
    )
    return max(end or pair.known_since for end in ends)


def served_rows(
    session: Session,
    pair: Pair,
    recipe: Recipe | None,
    *,
    at: datetime,
    clock: TruthClock,
) -> pd.DataFrame:
    """What the model served and neither version has seen, with the truth as known at ``at``."""
    schema = pair.candidate.artifact.schema
    start = unseen_from(pair, time_zone=recipe.time_zone if recipe else "UTC")
    days = served_truths(
        session,
        model=pair.candidate.artifact.manifest.model,
        since=max(start, at - LONGEST),
        until=at,
        known_at=at,
        clock=clock,
    )
    frame = served_frame(schema, days)
    if recipe is not None:
        return recipe.from_log(frame)
    # The rows of a day go together, whatever the model.
    return frame.assign(cluster=frame["occurred_at"].dt.strftime("%Y-%m-%d"))


def own_rows(
    recipe: Recipe, pair: Pair, *, packages: Path, at: datetime, fewest_days: int
) -> pd.DataFrame | None:
    """The recipe's own data that neither version has seen; None where it has none.

    Of data with a time, what follows both versions' ends; of others the recipe's hold-out, if both
    were made with the same one. Reading them takes seconds: they are left alone where so few days
    have passed since the ends that they could not be enough.
    """
    wanted = [_of_recipe(recipe, manifest) for manifest in pair.manifests]
    ends = [trained_until(manifest, time_zone=recipe.time_zone) for manifest in pair.manifests]
    passed = at - NOT_LANDED - unseen_from(pair, time_zone=recipe.time_zone)
    if None not in ends and passed < timedelta(days=fewest_days):
        return None
    dataset = recipe.load(packages, wanted[1])
    if "occurred_at" in dataset.frame:
        if None in ends:
            return None
        moments = dataset.frame["occurred_at"]
        start = unseen_from(pair, time_zone=recipe.time_zone)
        unseen = (moments >= start) & (moments < at - NOT_LANDED)
        newest = dataset.frame[unseen & (moments >= at - LONGEST)]
        # An archive may have ended long ago.
        return (newest if len(newest) else dataset.frame[unseen]).reset_index(drop=True)
    champion, candidate = (recipe.split(dataset, parameters).holdout for parameters in wanted)
    return candidate if candidate["truth"].equals(champion["truth"]) else None


def _of_recipe(recipe: Recipe, manifest: Manifest) -> dict[str, float | int | str | bool | None]:
    given = {name: v for name, v in manifest.parameters.items() if name in recipe.defaults}
    return dict(with_defaults(recipe, given))
