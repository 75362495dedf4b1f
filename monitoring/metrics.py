"""Every Prometheus metric of the data plane, defined once: name, help, labels, buckets.

The data plane counts in plain Python attributes, one object per version and route, because a label
look-up on each request costs more than the rest of its bookkeeping; ``ServingCollector`` turns
these counts into metric families when somebody scrapes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

LATENCY_BUCKETS_SECONDS: tuple[float, ...] = (
    # A small tree model answers one row in tens of microseconds: the first bounds tell a warm
    # path from one that waits in a batch or a thread.
    0.000_1,
    0.000_25,
    0.000_5,
    0.001,
    0.002_5,
    # Batches of a hundred rows and small networks.
    0.005,
    0.01,
    0.025,
    # 50 ms and 100 ms are the objectives that an interactive page is judged by.
    0.05,
    0.1,
    # Explanations, image networks, an overloaded process.
    0.25,
    0.5,
    1.0,
    2.5,
    10.0,
)
"""Upper bounds, inclusive; a last bucket without bound follows. The rollups store the same ones."""


@dataclass(frozen=True)
class RouteCounts:
    """What one version answered on one route since the process started. All of it adds up."""

    model: str
    version: str
    variant: str
    route: str
    """``predict``, ``v2``, ``explain``, ``aside`` (answers that are no predictions)."""
    requests: int
    rows: int
    client_errors: int
    server_errors: int
    cache_hits: int
    graph_runs: int
    graph_rows: int
    latency_counts: tuple[int, ...]
    """By bucket, not cumulative; one more than LATENCY_BUCKETS_SECONDS."""
    latency_seconds_sum: float
    model_failures: tuple[tuple[str, int], ...] = ()
    """(kind, requests that the version gave no answer to); they are server errors too."""


@dataclass(frozen=True)
class ShadowCounts:
    """What one shadow version did since the process started. All of it adds up."""

    model: str
    version: str
    rows: int
    """Rows that it answered."""
    failed_rows: int
    """Rows that it was given and did not answer."""
    dropped_rows: tuple[tuple[str, int], ...]
    """(reason, rows that it was never given)."""
    latency_counts: tuple[int, ...]
    """Requests by bucket, not cumulative; one more than LATENCY_BUCKETS_SECONDS."""
    latency_seconds_sum: float


@dataclass(frozen=True)
class ProcessFigures:
    """The state of one data-plane process at this moment."""

    requests_in_flight: int
    models_loaded: int
    model_memory_bytes: int
    response_cache_bytes: int
    spool_bytes: int
    spool_refusals: int
    snapshot_revision: int
    outcomes: int
    feedback: int
    shadow_rows_waiting: int = 0
    shadow_bytes_waiting: int = 0


class ServingCollector(Collector):
    """Reads the counts when scraped; registered once per process."""

    def __init__(
        self,
        routes: Callable[[], Iterable[RouteCounts]],
        process: Callable[[], ProcessFigures],
        shadows: Callable[[], Iterable[ShadowCounts]],
    ) -> None:
        self._routes = routes
        self._process = process
        self._shadows = shadows

    def collect(self) -> Iterator[Metric]:
        yield from _route_metrics(list(self._routes()))
        yield from _shadow_metrics(list(self._shadows()))
        yield from _process_metrics(self._process())


class AdmissionCollector(Collector):
    """Requests that were not let in: by reason, and never by who asked."""

    def __init__(self, refused: Callable[[], Mapping[str, int]]) -> None:
        self._refused = refused

    def collect(self) -> Iterator[Metric]:
        family = CounterMetricFamily(
            "farol_not_admitted",
            "Requests refused before anything was done for them: no key, or too many.",
            labels=["reason"],
        )
        for reason, count in sorted(self._refused().items()):
            family.add_metric([reason], count)
        yield family


_LABELS = ("model", "version", "variant", "route")
_COUNTERS = {
    "requests": ("farol_requests", "Requests answered, of any status."),
    "rows": ("farol_rows", "Rows answered."),
    "cache_hits": ("farol_response_cache_hits", "Requests answered from the response cache."),
    "graph_runs": ("farol_graph_runs", "Runs of the model's graph."),
    "graph_rows": ("farol_graph_rows", "Rows in the runs of the model's graph."),
}


def _route_metrics(counts: list[RouteCounts]) -> Iterator[Metric]:
    for attribute, (name, documentation) in _COUNTERS.items():
        family = CounterMetricFamily(name, documentation, labels=_LABELS)
        for count in counts:
            family.add_metric(_labels(count), getattr(count, attribute))
        yield family
    errors = CounterMetricFamily(
        "farol_request_errors", "Requests refused or failed.", labels=(*_LABELS, "fault")
    )
    failures = CounterMetricFamily(
        "farol_model_failures",
        "Requests that the model gave no answer to: nan, infinity, no_probability, graph.",
        labels=(*_LABELS, "kind"),
    )
    latency = HistogramMetricFamily(
        "farol_request_latency_seconds",
        "Time of a request from its body's last byte to its encoded answer.",
        labels=_LABELS,
    )
    for count in counts:
        errors.add_metric((*_labels(count), "client"), count.client_errors)
        errors.add_metric((*_labels(count), "server"), count.server_errors)
        for kind, requests in count.model_failures:
            failures.add_metric((*_labels(count), kind), requests)
        buckets = _cumulative(count.latency_counts)
        latency.add_metric(_labels(count), buckets, count.latency_seconds_sum)
    yield errors
    yield failures
    yield latency


_SHADOW_LABELS = ("model", "version")


def _shadow_metrics(counts: list[ShadowCounts]) -> Iterator[Metric]:
    rows = CounterMetricFamily(
        "farol_shadow_rows", "Rows that a shadow version answered.", labels=_SHADOW_LABELS
    )
    failed = CounterMetricFamily(
        "farol_shadow_failed_rows",
        "Rows that a shadow version gave no answer to.",
        labels=_SHADOW_LABELS,
    )
    dropped = CounterMetricFamily(
        "farol_shadow_dropped_rows",
        "Rows that a shadow version was not given.",
        labels=(*_SHADOW_LABELS, "reason"),
    )
    latency = HistogramMetricFamily(
        "farol_shadow_latency_seconds",
        "A request's share, by rows, of the shadow version's runs and of their encoding.",
        labels=_SHADOW_LABELS,
    )
    for count in counts:
        labels = (count.model, count.version)
        rows.add_metric(labels, count.rows)
        failed.add_metric(labels, count.failed_rows)
        for reason, number in count.dropped_rows:
            dropped.add_metric((*labels, reason), number)
        latency.add_metric(labels, _cumulative(count.latency_counts), count.latency_seconds_sum)
    yield from (rows, failed, dropped, latency)


def _labels(count: RouteCounts) -> tuple[str, str, str, str]:
    return count.model, count.version, count.variant, count.route


def _cumulative(counts: tuple[int, ...]) -> list[tuple[str, float]]:
    total = 0
    buckets = []
    bounds = [*(str(bound) for bound in LATENCY_BUCKETS_SECONDS), "+Inf"]
    for bound, requests in zip(bounds, counts, strict=True):
        total += requests
        buckets.append((bound, float(total)))
    return buckets


_GAUGES = {
    "requests_in_flight": ("farol_requests_in_flight", "Requests being answered."),
    "models_loaded": ("farol_models_loaded", "Model versions in memory."),
    "model_memory_bytes": ("farol_model_memory_bytes", "Measured memory of the loaded versions."),
    "response_cache_bytes": ("farol_response_cache_bytes", "Size of the response cache."),
    "spool_bytes": ("farol_spool_bytes", "Predictions waiting on disk for the shipper."),
    "shadow_rows_waiting": ("farol_shadow_rows_waiting", "Rows waiting for shadow versions."),
    "shadow_bytes_waiting": ("farol_shadow_bytes_waiting", "Memory of the rows that wait."),
    "snapshot_revision": ("farol_snapshot_revision", "Revision of the snapshot being served."),
}
_TOTALS = {
    "spool_refusals": ("farol_spool_refusals", "Requests refused because nothing could be kept."),
    "outcomes": ("farol_outcomes", "Outcomes accepted."),
    "feedback": ("farol_feedback", "Feedback accepted."),
}


def _process_metrics(figures: ProcessFigures) -> Iterator[Metric]:
    for attribute, (name, documentation) in _GAUGES.items():
        yield GaugeMetricFamily(name, documentation, value=getattr(figures, attribute))
    for attribute, (name, documentation) in _TOTALS.items():
        yield CounterMetricFamily(name, documentation, value=getattr(figures, attribute))
