"""What a repair is decided on. Computed elsewhere, in event time; the newest window only."""

from datetime import datetime
from enum import StrEnum

import msgspec


class Severity(StrEnum):
    TOO_LITTLE_DATA = "too little data"
    """Not judged: neither good nor bad."""
    NONE = "none"
    MODERATE = "moderate"
    SERIOUS = "serious"


class Repair(StrEnum):
    RETRAIN = "retrain"
    RECALIBRATE = "recalibrate"


class DriftObservation(msgspec.Struct, frozen=True):
    """One drift check."""

    at: datetime
    rows: int
    flagged_share: float
    """Share of features flagged as drifted after false-discovery control, 0–1."""


class QualityObservation(msgspec.Struct, frozen=True):
    """Live quality against the champion's own held-out evaluation."""

    rows: int
    """With truth."""
    loss_increase: float
    """(live loss − loss at promotion) / loss at promotion."""
    loss_increase_lower: float
    """Lower end of its interval."""
    auc_loss: float | None = None
    """AUC at promotion − live AUC; None for a task or window without one."""
    calibration_shift: float | None = None
    """Mean prediction − share of positives; None where the answer is no probability."""
    calibration_shift_lower: float | None = None
    """Interval of the shift."""
    calibration_shift_upper: float | None = None


class Observations(msgspec.Struct, frozen=True):
    drift: tuple[DriftObservation, ...] = ()
    """Newest last."""
    quality: QualityObservation | None = None
    """None until some truth is in."""
    new_truth_rows: int = 0
    """Rows whose truth arrived since the champion's training data ended."""
    trained_rows: int | None = None
    """Rows that the champion was trained on, recalibrations not counted; None where unknown."""


class PastRepair(msgspec.Struct, frozen=True):
    at: datetime
    repair: Repair


class RepairHistory(msgspec.Struct, frozen=True):
    trained_at: datetime
    """When the champion was trained; a schedule counts from here or from the last retraining."""
    repairs: tuple[PastRepair, ...] = ()
    """Those asked for by anybody, whatever became of them, in any order."""
    under_way: str | None = None
    """A repair or a candidate that is not decided yet, for example ``version 5 is in shadow``."""
