"""Which change of status may happen, and when an experiment may begin. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from api.core.errors import FarolError, Kind
from api.core.experiments.types import Plan, Status


class ExperimentRefused(FarolError):
    """The change does not fit how things stand; the message says how they do."""

    kind: ClassVar[Kind] = "conflict"


class Step(StrEnum):
    START = "start"
    STOP = "stop"
    DISCARD = "discard"


TRANSITIONS: dict[tuple[Status, Step], Status] = {
    (Status.DRAFT, Step.START): Status.RUNNING,
    (Status.DRAFT, Step.DISCARD): Status.DISCARDED,
    (Status.RUNNING, Step.STOP): Status.STOPPED,
}


def next_status(status: Status, step: Step) -> Status:
    """The status after ``step``. Raises ExperimentRefused when there is none."""
    following = TRANSITIONS.get((status, step))
    if following is None:
        raise ExperimentRefused(f"cannot {step} an experiment that is {status}")
    return following


@dataclass(frozen=True)
class Surroundings:
    """What else goes on with the model when an experiment wants to begin."""

    model: str
    champion: int | None
    canary: int | None
    """Version that answers a share of the subjects."""
    running: str | None
    """Name of the experiment that runs already."""
    taken_back: dict[int, str]
    """Versions whose newest rollout was refused or rolled back -> its reason."""


def require_startable(plan: Plan, around: Surroundings) -> None:
    """Raises ExperimentRefused with the first reason against it."""
    versions = {arm.version for arm in plan.arms}
    if around.running is not None:
        raise ExperimentRefused(
            f"the experiment {around.running!r} runs on {around.model}: one at a time"
        )
    if around.canary is not None:
        raise ExperimentRefused(
            f"version {around.canary} of {around.model} is a canary: wait until that is decided, "
            "or abort it"
        )
    if around.champion not in versions:
        serving = "none" if around.champion is None else f"version {around.champion}"
        raise ExperimentRefused(
            f"the champion of {around.model}, {serving}, is in no arm: compare with what users have"
        )
    for version in sorted(versions & around.taken_back.keys()):
        raise ExperimentRefused(
            f"version {version} of {around.model} was refused or taken back "
            f"({around.taken_back[version]}): users must not meet it again"
        )
