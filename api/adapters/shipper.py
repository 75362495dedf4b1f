"""The shipper: moves the spool into the database in bulk, and outlives the database's absence.

``python -m api.adapters.shipper`` runs it until SIGTERM or SIGINT.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from api.adapters.database import make_engine, make_session_factory, read_session, write_session
from api.adapters.settings import Settings
from api.adapters.spool_files import Frame, put_aside, read_segment, spool_id
from api.core import shipping
from api.core.predictions.partitions import ensure_partitions
from api.spool.records import Record
from api.spool.segments import Segment, finished_segments, list_segments

_IDLE_SECONDS = 0.05
_BACKOFF_SECONDS = (0.5, 1.0, 2.0, 5.0, 10.0)
_CHUNK_BYTES = 2_000_000
_DAYS_AHEAD = 2

_log = structlog.get_logger("shipper")
_decoder: msgspec.msgpack.Decoder[Record] = msgspec.msgpack.Decoder(Record)


@dataclass(frozen=True)
class SpoolLag:
    """What is acknowledged and not yet in the database."""

    waiting_bytes: int
    oldest_age_seconds: float
    """Since the oldest waiting record was served or received; 0 when nothing waits."""


class Shipper:
    """Ships all segments of one spool directory. Several may run: each record is stored once."""

    def __init__(
        self,
        engine_factory: Callable[[], Engine],
        spool_dir: Path,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine = engine_factory()
        self._sessions = make_session_factory(self._engine)
        self._spool_dir = spool_dir
        self._clock = clock
        self._partitions_until: datetime | None = None
        self._shipped_bytes: dict[str, int] = {}
        self.failures = 0
        """How often in a row the database could not be reached."""

    def run(self, stop: threading.Event) -> None:
        """Ship until told to stop, and then once more: a quiet end leaves nothing behind."""
        while not stop.is_set():
            try:
                shipped = self.ship_available()
            except DBAPIError as error:
                wait = _BACKOFF_SECONDS[min(self.failures, len(_BACKOFF_SECONDS) - 1)]
                self.failures += 1
                _log.warning("database_unavailable", error=str(error.orig), retry_seconds=wait)
                self._engine.dispose()
                stop.wait(wait)
                continue
            self.failures = 0
            if not shipped:
                stop.wait(_IDLE_SECONDS)
        if not self.failures:
            self.ship_available()
        self._engine.dispose()

    def ship_available(self) -> int:
        """Ship what is there now and delete what is done with; the number of records shipped."""
        segments = list_segments(self._spool_dir)
        finished = finished_segments(segments)
        if segments:
            self._keep_partitions()
        return sum(self._ship_segment(segment, segment in finished) for segment in segments)

    def lag(self) -> SpoolLag:
        """How far the database is behind the spool."""
        waiting, oldest = 0, None
        with read_session(self._sessions) as session:
            for segment in list_segments(self._spool_dir):
                start = shipping.position(session, file=self._key(segment))
                frames = list(read_segment(segment.path, start, finished=False))
                waiting += frames[-1].end - start if frames else 0
                if frames:
                    moment = _moment(_decode(frames[0]))
                    oldest = min(moment, oldest or moment) if moment else oldest
        age = (self._clock().timestamp() - oldest) if oldest else 0.0
        return SpoolLag(waiting_bytes=waiting, oldest_age_seconds=max(age, 0.0))

    def _ship_segment(self, segment: Segment, is_finished: bool) -> int:
        try:
            size = segment.path.stat().st_size
            # Nothing new: the database is left alone.
            quiet = self._shipped_bytes.get(segment.name) == size
            shipped = 0 if quiet else self._ship_rest(segment, is_finished)
        except FileNotFoundError:
            # Another shipper has shipped and deleted it.
            return 0
        if is_finished:
            self._delete(segment)
        return shipped

    def _ship_rest(self, segment: Segment, is_finished: bool) -> int:
        with read_session(self._sessions) as session:
            start = shipping.position(session, file=self._key(segment))
        shipped = 0
        for chunk in _chunks(read_segment(segment.path, start, finished=is_finished)):
            shipped += self._ship_chunk(segment, chunk)
            self._shipped_bytes[segment.name] = chunk[-1].end
        return shipped

    def _ship_chunk(self, segment: Segment, frames: list[Frame]) -> int:
        try:
            with write_session(self._sessions) as session:
                return self._ship_frames(session, segment, frames)
        except (DataError, IntegrityError) as error:
            if len(frames) > 1:
                # One of them is more than the database can hold: find it, keep the others.
                return sum(self._ship_chunk(segment, [frame]) for frame in frames)
            self._quarantine(segment, frames[0], str(error.orig))
            self._pass_over(segment, frames[0])
            return 0

    def _ship_frames(self, session: Session, segment: Segment, frames: list[Frame]) -> int:
        records: list[tuple[int, Record]] = []
        by_end = {frame.end: frame for frame in frames}
        for frame in frames:
            record = _decode(frame)
            if record is None:
                self._quarantine(segment, frame, "not a whole record")
            else:
                records.append((frame.end, record))
        malformed = shipping.ship(
            session,
            file=self._key(segment),
            records=records,
            end_position=frames[-1].end,
            now=self._clock(),
        )
        for found in malformed:
            self._quarantine(segment, by_end[found.end_position], found.reason)
        return len(records) - len(malformed)

    def _pass_over(self, segment: Segment, frame: Frame) -> None:
        with write_session(self._sessions) as session:
            shipping.ship(
                session,
                file=self._key(segment),
                records=[],
                end_position=frame.end,
                now=self._clock(),
            )

    def _quarantine(self, segment: Segment, frame: Frame, reason: str) -> None:
        """Before the position moves past it: a record is never in neither place."""
        path = put_aside(self._spool_dir, segment.path, frame)
        _log.error("record_quarantined", file=str(path), reason=reason)

    def _delete(self, segment: Segment) -> None:
        """The file first: its position must stand as long as it could be read again."""
        segment.path.unlink(missing_ok=True)
        self._shipped_bytes.pop(segment.name, None)
        with write_session(self._sessions) as session:
            shipping.forget(session, file=self._key(segment))

    def _keep_partitions(self) -> None:
        now = self._clock()
        if self._partitions_until is not None and now < self._partitions_until:
            return
        days = [(now + timedelta(days=ahead)).date() for ahead in range(-1, _DAYS_AHEAD + 1)]
        try:
            with write_session(self._sessions) as session:
                ensure_partitions(session, days=days)
        except DBAPIError as error:
            # Without them the rows go into the default partition: later is early enough.
            _log.warning("partitions_not_made", error=str(error.orig))
        self._partitions_until = now + timedelta(hours=1)

    def _key(self, segment: Segment) -> str:
        return f"{spool_id(self._spool_dir)}/{segment.name}"


def run(settings: Settings, stop: threading.Event) -> None:
    """Ship the installation's spool until ``stop`` is set."""
    _log.info("shipper_started", spool_dir=str(settings.spool_dir))
    Shipper(lambda: make_engine(settings.database), settings.spool_dir).run(stop)
    _log.info("shipper_stopped")


def _chunks(frames: Iterator[Frame]) -> Iterator[list[Frame]]:
    chunk: list[Frame] = []
    for frame in frames:
        chunk.append(frame)
        if frame.end - chunk[0].start >= _CHUNK_BYTES:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _decode(frame: Frame) -> Record | None:
    if frame.payload is None:
        return None
    try:
        return _decoder.decode(frame.payload)
    except msgspec.MsgspecError as error:
        _log.error("record_unreadable", position=frame.start, error=str(error))
        return None


def _moment(record: Record | None) -> float | None:
    if record is None:
        return None
    return getattr(record, "served_at", None) or getattr(record, "received_at", None)


def main() -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run(Settings(), stop)


if __name__ == "__main__":
    main()
