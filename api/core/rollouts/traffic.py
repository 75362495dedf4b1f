"""Who answers and who shadows, from the rollouts of one model. Pure.

A candidate in shadow scores the champion's rows. Champion and canary shadow each other, so that
every row has both answers: a version shadows only the rows that it did not answer itself. During
probation the champion before stays warm in the same way.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from api.artifact.snapshot import Variant
from api.core.experiments.traffic import Split
from api.core.rollouts.types import CHAMPION_STAGES, Stage
from api.core.tables import Rollout

CHAMPION = "champion"
CANARY = "canary"


@dataclass(frozen=True)
class Traffic:
    variants: tuple[Variant, ...] = ()
    """Weights add up to 1. The canary comes first: as it grows, nobody is taken back from it."""
    shadows: tuple[int, ...] = ()
    salt: str = ""
    """Of the experiment that places the subjects, where one runs."""
    champion: int | None = field(default=None, compare=False)


def traffic(rollouts: Iterable[Rollout], split: Split | None = None) -> Traffic:
    """Of the rollouts of one model, and of its running experiment; empty without a champion."""
    by_stage = {Stage(rollout.stage): rollout for rollout in rollouts}
    champion = next((by_stage[s] for s in CHAMPION_STAGES if s in by_stage), None)
    if champion is None:
        return Traffic()
    shadows: list[int | None] = []
    variants: tuple[Variant, ...] = (Variant(CHAMPION, champion.version, 1.0),)
    if Stage.SHADOW in by_stage:
        shadows.append(by_stage[Stage.SHADOW].version)
    if Stage.CANARY in by_stage:
        canary = by_stage[Stage.CANARY]
        variants = (
            Variant(CANARY, canary.version, canary.weight),
            Variant(CHAMPION, champion.version, 1.0 - canary.weight),
        )
        shadows += [champion.version, canary.version]
    if champion.stage == Stage.PROMOTED.value and champion.probation_until is not None:
        shadows.append(champion.previous_version)
    if split is not None:
        variants = split.variants
    named = tuple(dict.fromkeys(v for v in shadows if v is not None))
    return Traffic(variants, named, split.salt if split else "", champion.version)
