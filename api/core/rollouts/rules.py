"""Whether a change of traffic may happen, and if not, why. Pure."""

from enum import StrEnum
from typing import ClassVar

from api.core.errors import FarolError, Kind
from api.core.rollouts.types import Stage, Standing


class RolloutRefused(FarolError):
    """The change does not fit what serves now; the message is the stored and shown reason."""

    kind: ClassVar[Kind] = "conflict"


class Step(StrEnum):
    PROMOTE = "promote"
    SUPERSEDE = "supersede"
    ROLL_BACK = "roll back"
    RESTORE = "restore"
    REJECT = "reject"


TRANSITIONS: dict[tuple[Stage, Step], Stage] = {
    (Stage.PROPOSED, Step.PROMOTE): Stage.PROMOTED,
    (Stage.PROPOSED, Step.REJECT): Stage.REJECTED,
    (Stage.PROMOTED, Step.SUPERSEDE): Stage.SUPERSEDED,
    (Stage.PROMOTED, Step.ROLL_BACK): Stage.ROLLED_BACK,
    (Stage.SUPERSEDED, Step.RESTORE): Stage.PROMOTED,
}


def next_stage(stage: Stage, step: Step) -> Stage:
    """The stage after ``step``. Raises RolloutRefused when there is none."""
    following = TRANSITIONS.get((stage, step))
    if following is None:
        raise RolloutRefused(f"cannot {step} a rollout that is {stage.replace('_', ' ')}")
    return following


def require_proposable(standing: Standing, version: int) -> None:
    if version == standing.champion:
        raise RolloutRefused(f"version {version} of {standing.model} is the champion already")
    if version in standing.proposed:
        raise RolloutRefused(f"version {version} of {standing.model} is proposed already")


def require_promotable(standing: Standing, version: int, *, seen_champion: int | None) -> None:
    """``seen_champion`` is whom the decision was made against, before the model was locked."""
    if version == standing.champion:
        raise RolloutRefused(f"version {version} of {standing.model} is the champion already")
    require_unmoved(standing, seen_champion)


def require_reversible(standing: Standing, *, seen_champion: int | None) -> int:
    """The version that a rollback returns to."""
    if standing.champion is None:
        raise RolloutRefused(f"{standing.model} has no champion that could be rolled back")
    require_unmoved(standing, seen_champion)
    if standing.previous is None:
        raise RolloutRefused(
            f"version {standing.champion} of {standing.model} is its first champion: "
            "there is none before it to return to"
        )
    return standing.previous


def require_unmoved(standing: Standing, seen_champion: int | None) -> None:
    """Of two changes decided at once on the same champion, the second must be decided again."""
    if seen_champion != standing.champion:
        raise RolloutRefused(
            f"the champion of {standing.model} has just changed from "
            f"{_named(seen_champion)} to {_named(standing.champion)}: look again and decide anew"
        )


def _named(version: int | None) -> str:
    return "none" if version is None else f"version {version}"
