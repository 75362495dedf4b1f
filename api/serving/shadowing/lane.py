"""What waits for one shadow version, within bounds."""

from collections import deque
from dataclasses import dataclass

from api.artifact.schema import Schema
from api.artifact.snapshot import ServedVersion
from api.serving.columns import Feed
from api.serving.shadowing.counter import DropReason, ShadowCounter
from api.spool.records import PredictionRecord


@dataclass(frozen=True, slots=True)
class ShadowRequest:
    """An answered request, as it was decoded for the version that answered it."""

    record: PredictionRecord
    feed: Feed
    schema: Schema
    digest: str
    """Of the version that answered."""
    size_bytes: int


class ShadowLane:
    """Filled by the event loop's thread, emptied by the scoring thread.

    Each side changes only its own counts, so that neither ever waits for the other.
    """

    __slots__ = (
        "_bytes_in", "_bytes_out", "_requests", "_rows_in", "_rows_out", "_said_dropped", "active",
        "counter", "load_after", "model", "served", "takes",
    )  # fmt: skip

    def __init__(self, model: str, served: ServedVersion, counter: ShadowCounter) -> None:
        self.model = model
        self.served = served
        self.counter = counter
        self.active = True
        """Whether the snapshot being served names it."""
        self.load_after = 0.0
        """Before this moment of the steady clock no other attempt is made to load the version."""
        self.takes: dict[str, bool] = {}
        """Digest of a live version -> whether what was decoded for it can be scored as it is."""
        self._requests: deque[ShadowRequest] = deque()
        self._rows_in = self._rows_out = 0
        self._bytes_in = self._bytes_out = 0
        self._said_dropped = 0

    @property
    def rows_waiting(self) -> int:
        return self._rows_in - self._rows_out

    @property
    def bytes_waiting(self) -> int:
        return self._bytes_in - self._bytes_out

    def offer(self, request: ShadowRequest, *, max_rows: int, max_bytes: int) -> None:
        """Let it wait; where that would be more than the bounds allow, count it as dropped."""
        rows = request.record.rows
        if (
            self.rows_waiting + rows > max_rows
            or self.bytes_waiting + request.size_bytes > max_bytes
        ):
            self.counter.drop(rows, "queue_full")
            return
        # Counted first: what the other thread sees waiting is never less than nothing.
        self._rows_in += rows
        self._bytes_in += request.size_bytes
        self._requests.append(request)

    def take(self, max_rows: int) -> list[ShadowRequest]:
        """The oldest requests, whole ones, up to ``max_rows``; a single one may hold more."""
        taken: list[ShadowRequest] = []
        rows = 0
        while self._requests:
            request = self._requests[0]
            if taken and rows + request.record.rows > max_rows:
                break
            taken.append(self._requests.popleft())
            rows += request.record.rows
            self._bytes_out += request.size_bytes
        self._rows_out += rows
        return taken

    def drop_waiting(self, reason: DropReason) -> None:
        while dropped := self.take(1_000):
            self.counter.drop(sum(request.record.rows for request in dropped), reason)

    @property
    def unsaid_dropped_rows(self) -> int:
        """Dropped rows that no record has told of yet."""
        return self.counter.dropped_rows - self._said_dropped

    def said_dropped(self, rows: int) -> None:
        self._said_dropped += rows
