"""Whether a change of traffic may happen, and if not, why. Pure."""

from enum import StrEnum
from typing import ClassVar

from api.core.errors import FarolError, Kind
from api.core.rollouts.types import Stage, Standing


class RolloutRefused(FarolError):
    """The change does not fit what serves now; the message is the stored and shown reason."""

    kind: ClassVar[Kind] = "conflict"


class Step(StrEnum):
    PROPOSE = "propose"
    """How every rollout begins; no stage has it behind it."""
    CLEAR_GATE = "clear the gate"
    START_SHADOW = "start shadow"
    START_CANARY = "start canary"
    WIDEN = "widen"
    PROMOTE = "promote"
    """At the end of the canary."""
    PROMOTE_NOW = "promote now"
    """By hand, past the stages in between."""
    SETTLE = "settle"
    SUPERSEDE = "supersede"
    RESTORE = "restore"
    ROLL_BACK = "roll back"
    REJECT = "reject"
    ABORT = "abort"
    APPROVE = "approve"
    PAUSE = "pause"
    RESUME = "resume"


_CANDIDATE = (Stage.PROPOSED, Stage.GATED, Stage.SHADOW, Stage.CANARY)
_WITHOUT_TRAFFIC = (Stage.PROPOSED, Stage.GATED, Stage.SHADOW)
_MAY_WAIT = (Stage.GATED, Stage.SHADOW, Stage.CANARY, Stage.PROMOTED)

TRANSITIONS: dict[tuple[Stage, Step], Stage] = {
    (Stage.PROPOSED, Step.CLEAR_GATE): Stage.GATED,
    (Stage.GATED, Step.START_SHADOW): Stage.SHADOW,
    (Stage.SHADOW, Step.START_CANARY): Stage.CANARY,
    (Stage.CANARY, Step.WIDEN): Stage.CANARY,
    (Stage.CANARY, Step.PROMOTE): Stage.PROMOTED,
    (Stage.PROMOTED, Step.SETTLE): Stage.SETTLED,
    (Stage.PROMOTED, Step.SUPERSEDE): Stage.SUPERSEDED,
    (Stage.SETTLED, Step.SUPERSEDE): Stage.SUPERSEDED,
    (Stage.SUPERSEDED, Step.RESTORE): Stage.PROMOTED,
    (Stage.CANARY, Step.ROLL_BACK): Stage.ROLLED_BACK,
    (Stage.PROMOTED, Step.ROLL_BACK): Stage.ROLLED_BACK,
    (Stage.SETTLED, Step.ROLL_BACK): Stage.ROLLED_BACK,
    **{(stage, Step.PROMOTE_NOW): Stage.PROMOTED for stage in _CANDIDATE},
    **{(stage, Step.REJECT): Stage.REJECTED for stage in _WITHOUT_TRAFFIC},
    **{(stage, Step.ABORT): Stage.ABORTED for stage in _CANDIDATE},
    **{(stage, step): stage for stage in _MAY_WAIT for step in (Step.PAUSE, Step.RESUME)},
    **{(stage, Step.APPROVE): stage for stage in _MAY_WAIT},
}


def next_stage(stage: Stage, step: Step) -> Stage:
    """The stage after ``step``. Raises RolloutRefused when there is none."""
    following = TRANSITIONS.get((stage, step))
    if following is None:
        raise RolloutRefused(f"cannot {step} a rollout that is {worded(stage)}")
    return following


def worded(stage: Stage) -> str:
    """The stage as the end of "the rollout is …"."""
    as_place = {Stage.SHADOW: "in shadow", Stage.CANARY: "a canary", Stage.GATED: "past the gate"}
    return as_place.get(stage, stage.replace("_", " "))


def require_proposable(standing: Standing, version: int) -> None:
    if version == standing.champion:
        raise RolloutRefused(f"version {version} of {standing.model} is the champion already")
    if version in standing.proposed or version == standing.under_way:
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
        happened = f" ({standing.last_change})" if standing.last_change else ""
        raise RolloutRefused(
            f"the champion of {standing.model} has just changed from "
            f"{_named(seen_champion)} to {_named(standing.champion)}{happened}: "
            "look again and decide anew"
        )


def require_meant(standing: Standing, newest: int, meant: int | None) -> None:
    """Who names the version to be taken back must not take back another."""
    if meant is not None and meant != newest:
        happened = f" ({standing.last_change})" if standing.last_change else ""
        raise RolloutRefused(
            f"a rollback would now take back version {newest} of {standing.model}, "
            f"not version {meant}{happened}: look again and decide anew"
        )


def _named(version: int | None) -> str:
    return "none" if version is None else f"version {version}"
