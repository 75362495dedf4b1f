from pydantic import Field

from api.http.schemas.base import Answer, Instant, ModelName
from api.http.schemas.history import Replay


class Quantiles(Answer):
    """Seconds, from the latency histogram; null where nothing was served."""

    p50: float | None
    p95: float | None
    p99: float | None


class QualityFigure(Answer):
    """A metric over the predictions whose truth has come."""

    name: str
    value: float
    rows: int


class FeedbackCounts(Answer):
    up: int
    down: int


class VersionMetrics(Answer):
    version: int = Field(description="0 where no version answered.")
    requests: int
    rows: int
    requests_per_second: float
    client_errors: int
    server_errors: int
    error_share: float = Field(description="Of requests, 0–1.")
    latency_seconds: Quantiles
    mean_batch_rows: float | None
    cache_hits: int
    outcomes: int = Field(description="Predicted rows whose truth has come.")
    truth_share: float | None = Field(description="Of the predicted rows, 0–1.")
    quality: list[QualityFigure]
    feedback: FeedbackCounts


class ModelMetrics(Answer):
    model: ModelName
    replay: Replay | None = Field(description="Null of what is real.")
    window_start: Instant
    window_end: Instant
    versions: list[VersionMetrics]
