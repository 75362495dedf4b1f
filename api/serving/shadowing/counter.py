"""What a shadow version did, counted in plain Python for a scrape to read."""

from bisect import bisect_left
from typing import Literal

from monitoring.metrics import LATENCY_BUCKETS_SECONDS, ShadowCounts

DropReason = Literal["queue_full", "not_loaded", "withdrawn", "not_kept", "shutdown"]
"""Why rows were passed over: more came than were scored, the version could not be loaded, it was
no shadow any more, the spool took no record, the process ended."""


class ShadowCounter:
    """One shadow version of one model.

    Only the event loop's thread adds to ``queue_full``, only the scoring thread to the rest.
    """

    __slots__ = (
        "_model", "_version", "dropped", "failed_rows", "latency_counts", "latency_seconds_sum",
        "requests", "rows",
    )  # fmt: skip

    def __init__(self, model: str, version: int) -> None:
        self._model = model
        self._version = str(version)
        self.requests = 0
        self.rows = 0
        self.failed_rows = 0
        self.dropped: dict[DropReason, int] = {
            "queue_full": 0,
            "not_loaded": 0,
            "withdrawn": 0,
            "not_kept": 0,
            "shutdown": 0,
        }
        self.latency_counts = [0] * (len(LATENCY_BUCKETS_SECONDS) + 1)
        self.latency_seconds_sum = 0.0

    @property
    def dropped_rows(self) -> int:
        return sum(self.dropped.values())

    def scored(self, rows: int, failed_rows: int, latency_seconds: float) -> None:
        """One request: ``rows`` of it were answered, ``failed_rows`` were not."""
        self.requests += 1
        self.rows += rows
        self.failed_rows += failed_rows
        self.latency_seconds_sum += latency_seconds
        self.latency_counts[bisect_left(LATENCY_BUCKETS_SECONDS, latency_seconds)] += 1

    def drop(self, rows: int, reason: DropReason) -> None:
        self.dropped[reason] += rows

    def snapshot(self) -> ShadowCounts:
        return ShadowCounts(
            model=self._model,
            version=self._version,
            rows=self.rows,
            failed_rows=self.failed_rows,
            dropped_rows=tuple(self.dropped.items()),
            latency_counts=tuple(self.latency_counts),
            latency_seconds_sum=self.latency_seconds_sum,
        )
