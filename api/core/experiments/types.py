"""What an experiment sets out to learn, and where it stands. Shares and confidences are 0–1."""

from enum import StrEnum
from typing import Literal

import msgspec

Measure = Literal["quality", "feedback", "latency", "value", "errors"]
"""
- ``quality``: a row's loss: Brier score, wrong answers or absolute error, by the model's task.
- ``feedback``: 1 for a thumb up, 0 for one down; rows that nobody judged do not count.
- ``latency``: seconds of the request, as the caller waited for it.
- ``value``: what an answer was worth once its truth is known (see ``Goal.values``).
- ``errors``: requests that the version failed to answer; a guardrail only.
"""
Mode = Literal["fixed", "thompson"]


RULES = "policy:experiments"
"""Who acts when a stop rule or the sampler does."""


class Status(StrEnum):
    DRAFT = "draft"
    RUNNING = "running"
    """Its arms answer the model's users; one experiment a model."""
    STOPPED = "stopped"
    DISCARDED = "discarded"
    """A draft that was never started."""


class Arm(msgspec.Struct, frozen=True):
    name: str
    version: int
    share: float
    """Of the subjects; under Thompson sampling, at the beginning."""


class Value(msgspec.Struct, frozen=True):
    """What an answer is worth: of this label, once this was the truth; None is any."""

    value: float
    answer: str | None = None
    truth: str | None = None


class Goal(msgspec.Struct, frozen=True):
    measure: Measure
    values: tuple[Value, ...] = ()
    """Of the measure ``value``: the first that fits counts, and an answer that none fits is worth
    0. Without any, the truth itself is the value: a number that the caller sends."""


class GuardrailLimit(msgspec.Struct, frozen=True):
    """How much worse than the control's a measure may be, in its own unit."""

    measure: Measure
    tolerance: float


class Horizon(msgspec.Struct, frozen=True):
    """Where the experiment ends, whichever comes first."""

    subjects: int = 20_000
    days: float = 28.0


class Thompson(msgspec.Struct, frozen=True):
    floor: float = 0.1
    """No arm gets less."""
    every_hours: float = 1.0
    """At the most so often the shares change."""


class Plan(msgspec.Struct, frozen=True):
    arms: tuple[Arm, ...]
    control: str
    """The arm that the others are compared with."""
    goal: Goal
    minimum_effect: float
    """Smallest improvement worth having, in the goal's unit."""
    confidence: float = 0.95
    """That nothing false is ever said, over all arms, guardrails and looks together."""
    guardrails: tuple[GuardrailLimit, ...] = ()
    horizon: Horizon = Horizon()
    minimum_subjects: int = 100
    """Of each arm, before anything is said of it."""
    mode: Mode = "fixed"
    thompson: Thompson = Thompson()
    covariate_days: float = 14.0
    """Before the start, from which a subject's own past value is taken (CUPED); 0 is none. Not
    used under Thompson sampling."""
    stops_itself: bool = True
    """Whether a stop rule ends it, or only says so."""

    @property
    def shares(self) -> dict[str, float]:
        return {arm.name: arm.share for arm in self.arms}

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The goal first."""
        return (self.goal.measure, *(limit.measure for limit in self.guardrails))
