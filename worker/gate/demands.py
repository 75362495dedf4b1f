"""What is asked of a candidate."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GateDemands:
    min_rows: int = 500
    min_clusters: int = 5
    """Days, or whatever rows share their circumstances in."""
    confidence: float = 0.95
    loss_margin_share: float = 0.02
    """Of the champion's loss: the candidate is surely worse by no more than this."""
    slice_min_rows: int = 200
    slice_margin_share: float = 0.05
    """Of the champion's loss in the slice; a slice fails when surely worse, and by more."""
    auc_margin: float = 0.02
    """The candidate's area under the curve is surely lower by no more than this."""
    max_latency_ratio: float = 1.5
    max_size_ratio: float = 4.0
    max_memory_ratio: float = 4.0
    min_agreement: float = 0.5
    """Share of rows with the same label."""
    max_training_age_days: float = 60.0
    implausible_loss_share: float = 0.5
    """Of the best loss seen before: whoever is so much better has seen the answer."""
    dominant_share: float = 0.8
    """Of the skill: a field whose shuffling takes so much away, and not from the champion."""
    broken_promise: float = 0.15
    """Area under the curve by which its own evaluation may exceed that on these rows."""
