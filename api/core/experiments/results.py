"""What one look at an experiment found, as it is kept and shown."""

import msgspec


class Effect(msgspec.Struct, frozen=True):
    """An arm's improvement of the goal over the control, in the goal's unit; above 0 is better.

    From an interval that may be looked at at any time; None where nothing is known yet.
    """

    estimate: float | None
    lower: float | None
    upper: float | None


class ArmResult(msgspec.Struct, frozen=True):
    name: str
    version: int
    share: float
    """Of the subjects now."""
    subjects: int
    """That met it first."""
    measured: int
    """Of these, those whose goal is known."""
    mean: float | None
    """Plain mean of the goal over these; under Thompson sampling the effect does not rest on it."""
    effect: Effect | None
    """None for the control."""
    verdict: str | None
    """See ``monitoring.sequential.comparison.Verdict``; None for the control."""
    breached: tuple[str, ...] = ()
    """Measures whose guardrail it is shown to break."""
    unjudged: tuple[str, ...] = ()
    """Measures of whose guardrail too little is known: no arm wins until it is."""


class GuardrailResult(msgspec.Struct, frozen=True):
    measure: str
    tolerance: float
    means: dict[str, float | None]
    """By arm."""
    counted: dict[str, int]
    """Subjects, or for errors requests, by arm."""
    broken_by: tuple[str, ...]


class RatioResult(msgspec.Struct, frozen=True):
    mismatch: bool
    """The subjects did not reach the arms in the set shares: nothing can be learnt."""
    counts: dict[str, int]
    expected_shares: dict[str, float]


class Result(msgspec.Struct, frozen=True):
    decision: str
    """See ``monitoring.experiments.result.Decision``."""
    winner: str | None
    stops: str | None
    """The stop rule that holds, in a sentence; None while the experiment should go on."""
    sentences: dict[str, str]
    """What was learnt and how sure that is, by language tag."""
    arms: tuple[ArmResult, ...]
    guardrails: tuple[GuardrailResult, ...]
    ratio: RatioResult
    rows: int
    subjects: int
    with_past: int
    """Measured subjects that had a value of their own before the experiment (CUPED)."""
    allocation: int
    """Number of the newest allocation."""
