from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LatencyQuantiles:
    """Seconds, read off the histogram; None where nothing was served."""

    p50: float | None
    p95: float | None
    p99: float | None


@dataclass(frozen=True)
class QualityFigure:
    """A metric over the predictions whose truth has come."""

    name: str
    """brier, accuracy, log_loss, mae, coverage."""
    value: float
    rows: int


@dataclass(frozen=True)
class FeedbackCounts:
    up: int
    down: int


@dataclass(frozen=True)
class VersionMetrics:
    """What one version did in a window: served by wall time, judged by event time."""

    version: int
    """0 where no version answered."""
    requests: int
    rows: int
    requests_per_second: float
    client_errors: int
    server_errors: int
    error_share: float
    """Of requests, 0–1; 0 where there were none."""
    latency_seconds: LatencyQuantiles
    mean_batch_rows: float | None
    """Rows of the graph run that a request was scored in, on average."""
    cache_hits: int
    outcomes: int
    """Predicted rows in the window whose truth has come."""
    truth_share: float | None
    """Of the rows predicted in the window, 0–1; None where there were none."""
    quality: tuple[QualityFigure, ...]
    feedback: FeedbackCounts


@dataclass(frozen=True)
class ModelMetrics:
    model: str
    window_start: datetime
    window_end: datetime
    versions: tuple[VersionMetrics, ...]
    """Newest first."""


@dataclass(frozen=True)
class LiveRequests:
    last_24_hours: int
    per_minute: float
    """Mean of the last five whole minutes."""
