"""A model's policy. Every share is 0–1, every time in the unit of its name; the defaults are safe.

By default Farol watches, tries a candidate in shadow, where no user depends on it, and takes back
what proves worse. It neither trains by itself nor gives a candidate traffic without a person.
"""

from typing import Literal

import msgspec

Approval = Literal["shadow", "canary", "promotion"]
"""What a person must agree to before it begins."""
Demand = Literal["no_harm", "not_worse", "better"]
"""What live truth must show: nothing against the candidate on enough rows, where the gate has shown
on served rows that it is not worse; a loss at most the margin above the champion's; or one below.
"""


class Checks(msgspec.Struct, frozen=True):
    """How often is looked, and at how much."""

    every_hours: float = 24.0
    drift_window_days: float = 7.0
    quality_window_days: float = 28.0
    """Longer than the drift window, because truth comes late and in part."""
    min_rows: int = 500
    """Rows, or rows with truth, below which a check says that there is too little data."""


class SeverityRules(msgspec.Struct, frozen=True):
    """When a finding is moderate and when it is serious; it reaches a level at its border."""

    drift_moderate_share: float = 0.1
    """Share of features flagged as drifted."""
    drift_serious_share: float = 0.3
    quality_moderate_loss: float = 0.03
    """Loss above the one it was promoted with, as a share of that."""
    quality_serious_loss: float = 0.08


class Recalibration(msgspec.Struct, frozen=True):
    """The cheap repair: same graph, calibrated anew, for when only the base rate has moved."""

    allowed: bool = True
    min_rows: int = 1_000
    """Rows with truth."""
    max_auc_loss: float = 0.02
    """A larger fall of the AUC means that the model no longer tells cases apart: retrain."""
    min_calibration_shift: float = 0.02
    """|mean prediction − share of positives| from which calibration counts as lost."""
    cooldown_hours: float = 24.0
    schedule_days: float | None = None
    """Recalibrates when so long has passed since the last repair, whatever the checks say."""
    window_days: int = 28
    """Of served rows that the line is fitted on."""
    holdout_days: int = 5
    """The newest of them, on which it is judged instead."""
    refit: bool = True
    """Fits the line once more on all of them after it was judged: what is served is newest."""


class Retraining(msgspec.Struct, frozen=True):
    """What starts a repair. A trigger that is None, or off, never does."""

    automatic: bool = False
    schedule_days: float | None = None
    drift_checks: int | None = 2
    """Checks running in which drift was serious."""
    on_quality_loss: bool = True
    """When the loss of quality is serious."""
    new_truth_rows: int | None = None
    """Rows whose truth arrived since the last training."""
    new_truth_share: float | None = None
    """The same as a share of the rows that it was trained on: what new rows teach goes by that."""
    cooldown_hours: float = 24.0
    """Least time between two retrainings."""
    budget: int = 4
    """Retrainings in any period; recalibrations are not counted."""
    budget_days: float = 30.0
    holdout_days: int = 14
    """The newest served days, on which a candidate is judged and not trained."""
    calibration_days: int = 0
    """Those before them, on which its probability is calibrated instead; 0 for none."""
    refit: bool = False
    """Trains once more on all of them after it was judged: what is served is newest."""
    parameters: dict[str, float | int | str | bool | None] = {}
    """The recipe's, where a retraining by the policy is to differ from its defaults."""
    recalibration: Recalibration = Recalibration()


class GateDemands(msgspec.Struct, frozen=True):
    """Candidate against champion on the same held-out rows, before any live traffic."""

    min_rows: int = 1_000
    margin: float = 0.01
    """Loss that a candidate may at most add, as a share of the champion's loss (non-inferiority).
    Shadow and canary use it too."""
    slice_margin: float = 0.1
    """The same for one slice, which is refused only when the harm is shown."""
    min_slice_rows: int = 200
    max_latency_ratio: float = 1.5
    """Candidate / champion, medians."""
    max_size_ratio: float = 3.0
    max_wait_days: float = 7.0


class ShadowDemands(msgspec.Struct, frozen=True):
    demand: Demand = "not_worse"
    min_rows: int = 1_000
    """Rows that both scored and whose truth is known."""
    min_days: float = 1.0
    max_days: float = 28.0
    min_truth_coverage: float = 0.5
    max_dropped_share: float = 0.2
    """Shadow rows left out because the machine was busy."""
    approval_days: float = 14.0
    """How long a rollout waits for a person before it is rejected."""


class CanaryStep(msgspec.Struct, frozen=True):
    weight: float
    """Share of live traffic, above 0 and below 1."""
    min_rows: int = 500
    """Rows that both scored and whose truth is known, since the step began."""
    min_hours: float = 24.0


class Canary(msgspec.Struct, frozen=True):
    steps: tuple[CanaryStep, ...] = (CanaryStep(0.05), CanaryStep(0.25), CanaryStep(0.5))
    max_days: float = 14.0
    """At one step; then the candidate is taken back."""


class GuardrailLimits(msgspec.Struct, frozen=True):
    """What takes a version back whatever its quality."""

    max_error_share: float = 0.01
    """Share of requests that it failed, above the champion's."""
    max_latency_ratio: float = 2.0
    """p95, against the champion's."""
    max_score_shift: float = 0.25
    """Population stability index of its answers against the champion's on the same rows."""
    max_nan_share: float = 0.0
    """Share of rows answered with NaN or infinity."""


class Probation(msgspec.Struct, frozen=True):
    """After a promotion the old champion goes on scoring in shadow for so long."""

    days: float = 14.0
    min_rows: int = 1_000


class Policy(msgspec.Struct, frozen=True):
    checks: Checks = Checks()
    severity: SeverityRules = SeverityRules()
    retraining: Retraining = Retraining()
    gate: GateDemands = GateDemands()
    shadow: ShadowDemands = ShadowDemands()
    canary: Canary = Canary()
    guardrails: GuardrailLimits = GuardrailLimits()
    probation: Probation = Probation()
    approvals: tuple[Approval, ...] = ("canary", "promotion")
    takes_back: bool = True
    """Whether a version that proves worse is taken back without asking anybody."""


DEFAULT = Policy()
