"""Counts in plain Python: what a scrape reads and a request only adds to."""

from bisect import bisect_left
from collections.abc import Iterator

from monitoring.metrics import LATENCY_BUCKETS_SECONDS, RouteCounts


class RouteCounter:
    """One version on one route. Only the event loop's thread adds to it."""

    __slots__ = (
        "_key", "cache_hits", "client_errors", "graph_rows", "graph_runs", "latency_counts",
        "latency_seconds_sum", "model_failures", "requests", "rows", "server_errors",
    )  # fmt: skip

    def __init__(self, model: str, version: str, variant: str, route: str) -> None:
        self._key = (model, version, variant, route)
        self.requests = 0
        self.rows = 0
        self.client_errors = 0
        self.server_errors = 0
        self.model_failures: dict[str, int] = {}
        self.cache_hits = 0
        self.graph_runs = 0
        self.graph_rows = 0
        self.latency_counts = [0] * (len(LATENCY_BUCKETS_SECONDS) + 1)
        self.latency_seconds_sum = 0.0

    def answered(self, rows: int, latency_seconds: float) -> None:
        self.requests += 1
        self.rows += rows
        self.latency_seconds_sum += latency_seconds
        self.latency_counts[bisect_left(LATENCY_BUCKETS_SECONDS, latency_seconds)] += 1

    def refused(self, status: int, latency_seconds: float) -> None:
        self.answered(0, latency_seconds)
        if status >= 500:
            self.server_errors += 1
        else:
            self.client_errors += 1

    def model_failed(self, kind: str) -> None:
        """To be counted beside ``refused``: why the model gave no answer."""
        self.model_failures[kind] = self.model_failures.get(kind, 0) + 1

    def ran(self, rows: int) -> None:
        self.graph_runs += 1
        self.graph_rows += rows

    def snapshot(self) -> RouteCounts:
        model, version, variant, route = self._key
        return RouteCounts(
            model=model,
            version=version,
            variant=variant,
            route=route,
            requests=self.requests,
            rows=self.rows,
            client_errors=self.client_errors,
            server_errors=self.server_errors,
            cache_hits=self.cache_hits,
            graph_runs=self.graph_runs,
            graph_rows=self.graph_rows,
            latency_counts=tuple(self.latency_counts),
            latency_seconds_sum=self.latency_seconds_sum,
            model_failures=tuple(self.model_failures.copy().items()),
        )


class Counters:
    """Every counter of the process; they outlive the snapshots that named them."""

    def __init__(self) -> None:
        self._counters: dict[tuple[str, str, str, str], RouteCounter] = {}

    def get(self, model: str, version: str, variant: str, route: str) -> RouteCounter:
        key = (model, version, variant, route)
        return self._counters.setdefault(key, RouteCounter(*key))

    def snapshots(self) -> Iterator[RouteCounts]:
        # Copied first: the thread that applies a snapshot may add a counter meanwhile.
        for counter in tuple(self._counters.values()):
            yield counter.snapshot()
