"""The thread that scores for shadow versions, and gives way to everything else.

Its graph runs release the interpreter's lock, and between them it holds the lock only for what a
few rows cost; after each piece of work it rests, so that it never takes more than its share of one
core. It keeps the process's scheduling priority all the same: a thread of a lower one that holds
the lock while others keep it off the core would make the event loop wait for it.
"""

import threading
import time
from collections.abc import Callable, Iterable

import msgspec

from api.serving.loaded_model import LoadedModel
from api.serving.model_cache import ModelCache
from api.serving.shadowing.lane import ShadowLane, ShadowRequest
from api.serving.shadowing.scoring import ShadowAnswer, score
from api.serving.shadowing.spool import ShadowSpool
from api.spool.records import ShadowRecord

GATHER_SECONDS = 0.05
"""From the first request to the run that scores it with those that came meanwhile: each time that
the thread asks for the lock, a request may have to wait for it."""
MAX_RUN_ROWS = 32
"""Of a graph run: what comes after it, which holds the lock, takes some 150 µs for so many."""
WRITE_RECORDS = 256
"""Kept together at most."""
LONGEST_REST_SECONDS = 0.1
LOAD_RETRY_SECONDS = 10.0


class _Moments(msgspec.Struct, gc=False):
    occurred_at: msgspec.Raw = msgspec.Raw(b"")


_moments = msgspec.json.Decoder(_Moments)


class ShadowScorer:
    """``wake`` and ``stop`` may be called by any thread; all else happens on its own."""

    def __init__(
        self,
        cache: ModelCache,
        spool: ShadowSpool,
        lanes: Callable[[], Iterable[ShadowLane]],
        *,
        core_share: float,
    ) -> None:
        self._cache = cache
        self._spool = spool
        self._lanes = lanes
        self._rest_share = (1.0 - core_share) / core_share
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._deadline = 0.0
        self._unkept: list[tuple[ShadowLane, ShadowRecord]] = []
        # A daemon: a graph that never returns must not keep the process from ending.
        self._thread = threading.Thread(target=self._run, name="shadow-scorer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        if not self._awake.is_set():
            self._awake.set()

    def stop(self, drain_seconds: float) -> bool:
        """Go on without rests for at most so long, then drop what waits; whether it has ended."""
        self._deadline = time.monotonic() + drain_seconds
        self._stopping.set()
        self._awake.set()
        self._thread.join(drain_seconds + 1.0)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._awake.wait()
            self._awake.clear()
            self._stopping.wait(GATHER_SECONDS)
            for lane in self._lanes():
                self._model(lane)
            self._score_waiting()
        for lane in self._lanes():
            lane.drop_waiting("shutdown")
        self._keep()
        self._spool.close()

    def _score_waiting(self) -> None:
        """Turn by turn, so that a slow version holds up the others for one run at most."""
        busy = True
        while busy and not self._out_of_time():
            turns = [self._turn(lane) for lane in self._lanes() if not self._out_of_time()]
            busy = any(turns)
        self._keep()
        if any(lane.rows_waiting for lane in self._lanes()):
            # A version that is being loaded is looked for again.
            self._awake.set()

    def _out_of_time(self) -> bool:
        return self._stopping.is_set() and time.monotonic() >= self._deadline

    def _turn(self, lane: ShadowLane) -> bool:
        """Score what one graph run takes; whether there was anything to score."""
        if not lane.rows_waiting:
            return False
        model = self._model(lane)
        if model is None:
            return False
        max_rows = min(MAX_RUN_ROWS, model.small_rows)
        requests = lane.take(max_rows)
        with self._cache.lease(model):
            answers = score(model, requests, max_rows=max_rows, takes=lane.takes, pause=self._rest)
        for request, answer in zip(requests, answers, strict=True):
            self._unkept.append((lane, _record(lane, request, answer)))
        if len(self._unkept) >= WRITE_RECORDS:
            self._keep()
        return bool(requests)

    def _rest(self, worked_seconds: float) -> None:
        if self._rest_share and not self._stopping.is_set():
            time.sleep(min(worked_seconds * self._rest_share, LONGEST_REST_SECONDS))

    def _model(self, lane: ShadowLane) -> LoadedModel | None:
        """None while it is not in memory; what waits for one that cannot be is dropped."""
        digest = lane.served.digest
        model = self._cache.get(digest)
        if model is not None:
            return model
        if not lane.active:
            lane.drop_waiting("withdrawn")
            return None
        if self._cache.failure(digest) is not None:
            lane.drop_waiting("not_loaded")
        now = time.monotonic()
        if now >= lane.load_after and not self._stopping.is_set():
            lane.load_after = now + LOAD_RETRY_SECONDS
            self._cache.start_loading(
                digest, lane.served.execution.memory_bytes, spares_wanted=True
            )
        return None

    def _keep(self) -> None:
        """One write for what was scored and what was dropped; then only is a row counted."""
        unkept, self._unkept = self._unkept, []
        unkept += [(lane, _drops(lane)) for lane in self._lanes() if lane.unsaid_dropped_rows]
        if not unkept:
            return
        kept = self._spool.keep([record for _, record in unkept])
        for lane, record in unkept:
            if not kept:
                lane.counter.drop(record.rows, "not_kept")
            elif record.rows:
                failed = len(record.failures)
                lane.counter.scored(record.rows - failed, failed, record.latency_seconds)
            else:
                lane.said_dropped(record.dropped_rows)


def _drops(lane: ShadowLane) -> ShadowRecord:
    return ShadowRecord(
        id="",
        served_at=time.time(),
        latency_seconds=0.0,
        model=lane.model,
        version=lane.served.version,
        rows=0,
        predictions=b"[]",
        failures={},
        dropped_rows=lane.unsaid_dropped_rows,
    )


def _record(lane: ShadowLane, request: ShadowRequest, answer: ShadowAnswer) -> ShadowRecord:
    live = request.record
    return ShadowRecord(
        id=live.id,
        served_at=live.served_at,
        latency_seconds=answer.latency_seconds,
        model=lane.model,
        version=lane.served.version,
        rows=live.rows,
        predictions=answer.predictions,
        failures=answer.failures,
        occurred_at=_occurred_at(live.request),
    )


def _occurred_at(body: bytes) -> bytes:
    """Cut out of a body that has been decoded once already."""
    if b"occurred_at" not in body:
        return b""
    return bytes(_moments.decode(body).occurred_at)
