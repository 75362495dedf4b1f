"""Why a model needs attention, the most pressing reason first. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Need(StrEnum):
    """In the order in which somebody should look; its words are the reader's."""

    SERVES_NOBODY = "serves_nobody"
    SERIOUS_ALERT = "serious_alert"
    """That nobody looks after."""
    QUALITY_SERIOUS = "quality_serious"
    APPROVAL = "approval"
    """A rollout waits for a person."""
    DRIFT_SERIOUS = "drift_serious"
    FAILING_JOBS = "failing_jobs"
    ALERT = "alert"
    """A moderate one that nobody looks after."""
    TRAINING_FAILED = "training_failed"
    QUALITY_MODERATE = "quality_moderate"
    DRIFT_MODERATE = "drift_moderate"
    PAUSED = "paused"
    """A rollout that somebody has stopped for now."""
    NO_TRUTH = "no_truth"
    """Rows were answered, and of none is the truth known."""


@dataclass(frozen=True)
class Facts:
    """What is known of one model now."""

    serves: bool
    serious_alerts: int
    """Open: acknowledged ones have somebody. So the next."""
    moderate_alerts: int
    failing_jobs: int
    drift: str | None
    """Severity in the newest check; None before the first. So the next."""
    quality: str | None
    awaits_approval: bool
    paused: bool
    training_failed: bool
    rows: int
    """In the newest check's window."""
    truths: int
    least_rows: int
    """Fewer rows than these are too little to miss their truth."""


@dataclass(frozen=True)
class Reason:
    need: Need
    count: int
    """Of alerts, jobs or rows; 1 where there is nothing to count."""


def reasons(facts: Facts) -> Sequence[Reason]:
    """None for a model that is well; the most pressing first."""
    counts: dict[Need, int] = {
        Need.SERVES_NOBODY: not facts.serves,
        Need.SERIOUS_ALERT: facts.serious_alerts,
        Need.QUALITY_SERIOUS: facts.quality == "serious",
        Need.APPROVAL: facts.awaits_approval,
        Need.DRIFT_SERIOUS: facts.drift == "serious",
        Need.FAILING_JOBS: facts.failing_jobs,
        Need.ALERT: facts.moderate_alerts,
        Need.TRAINING_FAILED: facts.training_failed,
        Need.QUALITY_MODERATE: facts.quality == "moderate",
        Need.DRIFT_MODERATE: facts.drift == "moderate",
        Need.PAUSED: facts.paused,
        Need.NO_TRUTH: facts.rows if facts.truths == 0 and facts.rows >= facts.least_rows else 0,
    }
    return [Reason(need, int(counts[need])) for need in Need if counts[need]]


def urgency(found: Sequence[Reason]) -> tuple[int, ...]:
    """To sort by: the model whose most pressing reasons press most comes first."""
    order = list(Need)
    # What follows its last reason is less than any.
    return (*(order.index(reason.need) for reason in found), len(order))
