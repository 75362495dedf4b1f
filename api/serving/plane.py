"""The data plane: a snapshot in, and for each request's bytes the answer's bytes out."""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from api.artifact.schema import Schema
from api.artifact.snapshot import ServedVersion, Snapshot
from api.serving.aside import Asides
from api.serving.counters import Counters, RouteCounter
from api.serving.decoder import DecodedRequest
from api.serving.errors import ModelFailed, ModelLoading, ModelUnavailable, ServingError
from api.serving.explaining.explanation import Explanation
from api.serving.failed_row import failed_row
from api.serving.group_commit import GroupCommit
from api.serving.ids import IdSource
from api.serving.loaded_model import LoadedModel
from api.serving.model_cache import ModelCache
from api.serving.response_cache import CachedAnswer, ResponseCache
from api.serving.routing import DIRECT, Route, RoutingTable, Target, routing_table
from api.serving.session import Arrays
from api.serving.settings import ServingSettings
from api.serving.shadowing.shadows import Shadows
from api.serving.usage import UsageMeter, roles_of
from api.spool.records import ErrorRecord, PredictionRecord, Record
from api.spool.writer import SpoolWriter
from monitoring.metrics import ProcessFigures, RouteCounts


@dataclass(slots=True)
class Answer:
    """A kept prediction. Times are in seconds."""

    record: PredictionRecord
    target: Target
    arrays: Arrays
    schema: Schema
    decode_seconds: float
    score_seconds: float

    def body(self) -> bytes:
        """The native JSON answer."""
        record = self.record
        cached = "true" if record.cached else "false"
        head = f'{{"prediction_id":"{record.id}{self.target.answer_middle}{cached},"predictions":'
        return b"%b%b}" % (head.encode(), record.predictions)

    def timing(self) -> bytes:
        """What happened when, as ``Server-Timing`` has it, in milliseconds."""
        return b"decode;dur=%.3f,score;dur=%.3f,total;dur=%.3f" % (
            self.decode_seconds * 1e3,
            self.score_seconds * 1e3,
            self.record.latency_seconds * 1e3,
        )


@dataclass(frozen=True, slots=True)
class Explained:
    target: Target
    explanation: Explanation
    output: str
    """Name of the output whose number is explained."""
    label: str | None
    latency_seconds: float


class DataPlane:
    """``apply`` may be called by any thread; everything else belongs to the event loop's."""

    def __init__(self, settings: ServingSettings, writer: SpoolWriter) -> None:
        self._settings = settings
        self._threads = ThreadPoolExecutor(settings.worker_threads, thread_name_prefix="graph")
        self._executions: dict[str, ServedVersion] = {}
        self.cache = ModelCache(self._load, budget_bytes=settings.model_memory_bytes)
        self.counters = Counters()
        self.shadows = Shadows(settings, self.cache)
        self.commit = GroupCommit(writer, in_thread=settings.spool_fsync)
        self.asides = Asides(self.cache, self._threads, settings.models_dir)
        self.usage = UsageMeter()
        self.ids = IdSource()
        self.table = RoutingTable()
        self.draining = False
        self.requests_in_flight = 0
        self.outcomes = 0
        self.feedback = 0
        self._responses = ResponseCache(settings.response_cache_bytes)
        self._responses_revision = 0
        self._behind: dict[str, Route] = {}
        """Models still served by their old versions, because the new ones could not be loaded."""
        self._applying = threading.Lock()

    # Control

    def apply(self, snapshot: Snapshot) -> bool:
        """Serve ``snapshot``; return whether all its live versions could be loaded.

        A model that was served goes on being served by its old version until the new one is in
        memory, and for as long as the new one fails to load (``ready`` says so; applying the
        snapshot again tries again). A new model answers 503 with Retry-After until then.
        """
        with self._applying:
            self._executions.update({v.digest: v for v in _served(snapshot)})
            fresh = routing_table(snapshot, self.counters, self.shadows.lane)
            old = self.table
            waiting = dict(fresh.routes)
            # Until it is loaded, a model keeps the route it has.
            kept = {name: old.routes.get(name, route) for name, route in waiting.items()}
            self.table = RoutingTable(old.revision, kept)
            live = {v.digest for route in waiting.values() for v in _live(route)}
            serving = {v.digest for route in kept.values() for v in _live(route)}
            self.cache.prefer(frozenset(live | serving))
            complete = True
            for name, route in waiting.items():
                loaded = self._load_live(route)
                complete = complete and loaded
                if loaded or name not in old.routes:
                    kept = {**kept, name: route}
                    self.table = RoutingTable(old.revision, kept)
            self.table = RoutingTable(fresh.revision, kept)
            self._behind = {n: r for n, r in waiting.items() if kept[n] is not r}
            named = {version.digest for version in _served(snapshot)}
            known = frozenset(named | {v.digest for route in kept.values() for v in _live(route)})
            self.cache.prefer(frozenset(live))
            self.cache.forget(known)
            self._executions = {d: v for d, v in self._executions.items() if d in known}
            self.shadows.use([lane for route in kept.values() for lane in route.shadows])
            return complete

    def ready(self) -> list[str]:
        """What keeps this process from answering every request; [] when nothing does."""
        reasons = []
        if self.draining:
            reasons.append("shutting down")
        table = self.table
        if not table.revision and not table.routes:
            reasons.append("no serving snapshot yet")
        if self.commit.last_failure is not None:
            reasons.append(self.commit.last_failure)
        for route in (*table.routes.values(), *self._behind.values()):
            reasons.extend(self._not_ready(route))
        return reasons

    def is_ready(self, target: Target) -> bool:
        return self.cache.get(target.served.digest) is not None

    def start_draining(self) -> None:
        """New requests are refused from now on; those in flight finish."""
        self.draining = True

    async def close(self) -> None:
        """Keep what is still unwritten and end the threads."""
        self.start_draining()
        await self.commit.close()
        await asyncio.to_thread(self.shadows.close)
        self.cache.close()
        self._threads.shutdown(wait=True, cancel_futures=True)

    # Requests

    async def predict(
        self, route: Route, pinned: Target | None, body: bytes, *, source: str | None = None
    ) -> Answer:
        """Raises ServingError; a refusal is counted and kept in the spool too.

        One long coroutine on purpose: each await of another one costs a hot request a microsecond.
        """
        started = time.perf_counter()
        prediction_id = self.ids.next()
        target = pinned or route.only or route.choose(body, prediction_id)
        counter = target.predict if source is None else target.v2
        try:
            model = self.cache.get(target.served.digest) or self.model(target)
            request = model.decoder.decode(body)
            decoded = time.perf_counter()
            rows = request.rows
            if route.model.cache_responses:
                arrays, predictions, batch_rows = await self._cached(
                    model, request, target, counter
                )
            else:
                if model.runs_at_once and model.is_small(rows):
                    arrays, batch_rows = model.session.run(request.feed, rows), rows
                else:
                    arrays, batch_rows = await self._score(model, request)
                counter.ran(batch_rows)
                predictions = model.encode_all(arrays)
            ended = time.perf_counter()
            record = PredictionRecord(
                prediction_id,
                time.time(),
                ended - started,
                target.model,
                target.version,
                target.variant,
                source or request.source,
                batch_rows == 0,
                rows,
                batch_rows,
                body,
                predictions,
            )
            await self.commit.keep(record)
        except ServingError as error:
            self._refused(target, counter, prediction_id, source or "api", error, started, body)
            raise
        counter.answered(rows, ended - started)
        if route.shadows and target.variant != DIRECT:
            self.shadows.offer(route.shadows, request, record, model, target.served.digest)
        return Answer(record, target, arrays, model.schema, decoded - started, ended - decoded)

    async def _cached(
        self, model: LoadedModel, request: DecodedRequest, target: Target, counter: RouteCounter
    ) -> tuple[Arrays, bytes, int]:
        """(arrays, predictions, rows of the graph run: 0 when it was cached)."""
        responses = self._responses_of_now()
        key = responses.key(target.served.digest, model.decoder.canonical(request))
        found = responses.get(key)
        if found is not None:
            counter.cache_hits += 1
            return found.arrays, found.predictions, 0
        arrays, batch_rows = await self._score(model, request)
        counter.ran(batch_rows)
        predictions = model.encode_all(arrays)
        responses.put(key, CachedAnswer(predictions, arrays))
        return arrays, predictions, batch_rows

    async def explain(self, route: Route, pinned: Target | None, row: Any) -> Explained:
        """Raises ServingError. Explanations are counted, and not kept."""
        started = time.perf_counter()
        target = pinned or route.choose(b"{}", self.ids.next())
        try:
            model = self.model(target)
            with self.cache.lease(model):
                work = asyncio.get_running_loop().run_in_executor(
                    self._threads, model.explainer.explain, row
                )
                explanation, output, label = await work
        except ServingError as error:
            target.explain.refused(error.status, time.perf_counter() - started)
            if isinstance(error, ModelFailed):
                target.explain.model_failed(error.kind)
            error.counted = True
            raise
        latency = time.perf_counter() - started
        target.explain.answered(1, latency)
        return Explained(target, explanation, output, label, latency)

    def model(self, target: Target) -> LoadedModel:
        """Raises ModelLoading (and begins to load it) or ModelUnavailable."""
        model = self.cache.get(target.served.digest)
        if model is not None:
            return model
        failure = self.cache.failure(target.served.digest)
        self.cache.start_loading(target.served.digest, target.served.execution.memory_bytes)
        if failure is not None:
            raise ModelUnavailable(f"Version {target.version} of {target.model!r}: {failure}")
        raise ModelLoading(target.model, target.version)

    async def account(self) -> None:
        """Keep what was taken of the machine since the last account. Raises NotKept."""
        await self.commit.keep(self.usage.account(roles_of(self.table), self.cache.loaded()))

    async def keep(self, record: Record) -> None:
        """Raises NotKept."""
        await self.commit.keep(record)

    # Figures

    def route_counts(self) -> Iterator[RouteCounts]:
        return self.counters.snapshots()

    def figures(self) -> ProcessFigures:
        return ProcessFigures(
            requests_in_flight=self.requests_in_flight,
            models_loaded=self.cache.loaded_count,
            model_memory_bytes=self.cache.used_bytes,
            response_cache_bytes=self._responses.used_bytes,
            spool_bytes=self.commit.bytes_waiting,
            spool_refusals=self.commit.refusals,
            snapshot_revision=self.table.revision,
            outcomes=self.outcomes,
            feedback=self.feedback,
            shadow_rows_waiting=self.shadows.rows_waiting,
            shadow_bytes_waiting=self.shadows.bytes_waiting,
        )

    async def _score(self, model: LoadedModel, request: DecodedRequest) -> tuple[Arrays, int]:
        if model.runs_at_once and model.is_small(request.rows):
            return model.session.run(request.feed, request.rows), request.rows
        with self.cache.lease(model):
            scored = await model.score(request.feed, request.rows)
        return scored.arrays, scored.batch_rows

    def _responses_of_now(self) -> ResponseCache:
        """The cache, emptied where the snapshot changed since it was last used."""
        if self._responses_revision != self.table.revision:
            self._responses.clear()
            self._responses_revision = self.table.revision
        return self._responses

    def _refused(
        self,
        target: Target,
        counter: RouteCounter,
        prediction_id: str,
        source: str,
        error: ServingError,
        started: float,
        body: bytes,
    ) -> None:
        latency = time.perf_counter() - started
        counter.refused(error.status, latency)
        error.counted = True
        reason, inputs = "", b""
        if isinstance(error, ModelFailed):
            counter.model_failed(error.kind)
            reason, inputs = str(error), failed_row(body, error.row)
        record = ErrorRecord(
            id=prediction_id,
            served_at=time.time(),
            latency_seconds=latency,
            model=target.model,
            version=target.version,
            variant=target.variant,
            source=source,
            status=error.status,
            reason=reason,
            inputs=inputs,
        )
        # Nobody waits for it: a refusal that cannot be kept is still a refusal.
        self.commit.keep(record)

    def refused_unread(self, model: str, route: str, error: ServingError) -> None:
        """Count a refusal that no version ever saw; nothing where there is no such model.

        What would have been no prediction is no failed prediction either, and not kept.
        """
        if error.counted or model not in self.table.routes:
            return
        self.counters.get(model, "0", "", route).refused(error.status, 0.0)
        if route == "aside":
            return
        source = "v2" if route == "v2" else "api"
        record = ErrorRecord(self.ids.next(), time.time(), 0.0, model, 0, "", source, error.status)
        self.commit.keep(record)

    # Loading

    def _load(self, digest: str) -> LoadedModel:
        served = self._executions.get(digest)
        if served is None:
            raise ModelUnavailable(f"No snapshot names {digest} any more.")
        return LoadedModel(
            self._settings.models_dir / digest,
            served.execution,
            self._threads,
            threads=self._settings.graph_threads,
        )

    def _load_live(self, route: Route) -> bool:
        """Whether all of it is in memory; a failure stays with the cache, and ``ready`` says it."""
        loaded = True
        for served in _live(route):
            future = self.cache.start_loading(served.digest, served.execution.memory_bytes)
            if future.exception() is not None:
                loaded = False
            elif future.result().execution != served.execution:
                future.result().use(served.execution)
        return loaded

    def _not_ready(self, route: Route) -> Iterator[str]:
        for served in _live(route):
            if self.cache.get(served.digest) is None:
                why = self.cache.failure(served.digest) or "loading"
                yield f"model {route.model.name!r} version {served.version}: {why}"


def open_data_plane(settings: ServingSettings) -> DataPlane:
    """Raises SlotTaken, and OSError where the spool directory cannot be written."""
    writer = SpoolWriter(
        settings.spool_dir,
        settings.slot,
        max_bytes=settings.spool_max_bytes,
        fsync=settings.spool_fsync,
        now=time.monotonic(),
    )
    return DataPlane(settings, writer)


def _served(snapshot: Snapshot) -> Iterator[ServedVersion]:
    for model in snapshot.models:
        yield from model.versions


def _live(route: Route) -> Iterator[ServedVersion]:
    for target in route.live.values():
        yield target.served
