"""The event loop's side of shadow scoring: offer and go on."""

from collections.abc import Iterator, Sequence

from api.artifact.snapshot import ServedVersion
from api.serving.decoder import DecodedRequest
from api.serving.loaded_model import LoadedModel
from api.serving.model_cache import ModelCache
from api.serving.settings import ServingSettings
from api.serving.shadowing.counter import ShadowCounter
from api.serving.shadowing.lane import ShadowLane, ShadowRequest
from api.serving.shadowing.scorer import ShadowScorer
from api.serving.shadowing.spool import ShadowSpool
from api.spool.records import PredictionRecord
from monitoring.metrics import ShadowCounts

_OVERHEAD_BYTES = 1_000


class Shadows:
    """``offer`` belongs to the event loop's thread; ``lane`` and ``use`` to whoever applies a
    snapshot, one at a time.

    Lanes and counters are few and are never removed: a request that was being answered while the
    snapshot changed may still offer its rows to an old one.
    """

    def __init__(self, settings: ServingSettings, cache: ModelCache) -> None:
        self._settings = settings
        self._lanes: dict[tuple[str, int, str], ShadowLane] = {}
        self._counters: dict[tuple[str, int], ShadowCounter] = {}
        self.lane_rows = settings.shadow_queue_rows
        self.lane_bytes = settings.shadow_queue_bytes
        self._started = False
        spool = ShadowSpool(settings.spool_dir, settings.slot, max_bytes=settings.spool_max_bytes)
        self._scorer = ShadowScorer(
            cache, spool, self._all_lanes, core_share=settings.shadow_core_share
        )

    def lane(self, model: str, served: ServedVersion) -> ShadowLane:
        """The same one for the same version, whatever the snapshot."""
        counter = self._counters.setdefault(
            (model, served.version), ShadowCounter(model, served.version)
        )
        lane = self._lanes.get((model, served.version, served.digest))
        if lane is None:
            lane = ShadowLane(model, served, counter)
            # A dictionary of its own: the scoring thread may be going through the old one.
            self._lanes = {**self._lanes, (model, served.version, served.digest): lane}
        return lane

    def use(self, active: Sequence[ShadowLane]) -> None:
        """From now on these are fed, and share the queue's room in equal parts."""
        for lane in self._all_lanes():
            lane.active = lane in active
        shares = max(len(active), 1)
        self.lane_rows = self._settings.shadow_queue_rows // shares
        self.lane_bytes = self._settings.shadow_queue_bytes // shares
        if active and not self._started:
            self._started = True
            self._scorer.start()
        # Those that are not in memory yet are loaded before anybody waits for them.
        self._scorer.wake()

    def offer(
        self,
        lanes: Sequence[ShadowLane],
        request: DecodedRequest,
        record: PredictionRecord,
        model: LoadedModel,
        digest: str,
    ) -> None:
        """Let the versions other than the one that answered score it too, when there is time."""
        waiting = None
        for lane in lanes:
            if lane.served.version == record.version:
                continue
            if waiting is None:
                waiting = ShadowRequest(
                    record, request.feed, model.schema, digest, _size_bytes(record)
                )
            lane.offer(waiting, max_rows=self.lane_rows, max_bytes=self.lane_bytes)
        if waiting is not None:
            self._scorer.wake()

    @property
    def rows_waiting(self) -> int:
        return sum(lane.rows_waiting for lane in self._all_lanes())

    @property
    def bytes_waiting(self) -> int:
        return sum(lane.bytes_waiting for lane in self._all_lanes())

    def counts(self) -> Iterator[ShadowCounts]:
        for counter in tuple(self._counters.values()):
            yield counter.snapshot()

    def close(self) -> None:
        """Waits for what is still to be scored, for as long as the settings say."""
        if self._started:
            self._scorer.stop(self._settings.shadow_drain_seconds)

    def _all_lanes(self) -> tuple[ShadowLane, ...]:
        return tuple(self._lanes.values())


def _size_bytes(record: PredictionRecord) -> int:
    """What it takes while it waits, rather more than less: a value that was decoded takes a few
    times the bytes that it has in the body."""
    return _OVERHEAD_BYTES + 6 * len(record.request) + len(record.predictions)
