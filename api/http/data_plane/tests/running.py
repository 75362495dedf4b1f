"""A data plane over the example artifacts, behind a real uvicorn on loopback."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from api.artifact.snapshot import (
    Execution,
    ServedKey,
    ServedModel,
    ServedVersion,
    Snapshot,
    Variant,
)
from api.http.admission.gate import Gate, VisitorRules
from api.http.admission.limiter import MemoryLimiter
from api.http.data_plane.entry import DataPlaneEntry
from api.http.data_plane.request_log import RequestLog
from api.serving.plane import DataPlane, open_data_plane
from api.serving.settings import ServingSettings
from api.spool.records import Record, read_frames
from api.spool.segments import list_segments

MAX_BODY_BYTES = 20_000
EVERYBODY = VisitorRules(predictions_per_minute=0, reads_per_minute=0)
"""Any number of requests without a key."""
KEY = "farol_00test_only-for-the-tests-of-this-folder"
WITH_KEY = {"Authorization": f"Bearer {KEY}"}
SERVED_KEY = ServedKey("00test", hashlib.sha256(KEY.encode()).hexdigest(), ("outcomes",))
ORIGIN = "https://page.example"


def execution(*, mode: Any = "inline", max_batch_size: int = 1, memory_bytes: int = 1) -> Execution:
    return Execution(mode, max_batch_size, 1e-5, 1e-5, 1, memory_bytes, "as the test needs it")


def served(
    name: str, digests: list[str], *, champion: int = 1, cache: bool = False, **how: Any
) -> ServedModel:
    versions = tuple(ServedVersion(n + 1, d, execution(**how)) for n, d in enumerate(digests))
    return ServedModel(name, (Variant("champion", champion, 1.0),), versions, cache_responses=cache)


@dataclass(frozen=True)
class Running:
    url: str
    plane: DataPlane
    gate: Gate
    spool_dir: Path
    log: Path

    def records(self) -> list[Record]:
        return [
            record
            for segment in list_segments(self.spool_dir)
            for _, record in read_frames(segment.path.read_bytes())
        ]


@contextmanager
def running(
    models_dir: Path,
    work_dir: Path,
    snapshot: Snapshot,
    rules: VisitorRules = EVERYBODY,
    **settings: Any,
) -> Iterator[Running]:
    spool_dir, log = work_dir / "spool", work_dir / "requests.jsonl"
    plane = open_data_plane(ServingSettings(models_dir=models_dir, spool_dir=spool_dir, **settings))
    plane.apply(snapshot)
    gate = Gate(rules, MemoryLimiter(), plane.keep)
    gate.use(snapshot.keys)
    server = _server(plane, gate, log)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        threading.Event().wait(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Running(f"127.0.0.1:{port}", plane, gate, spool_dir, log)
    finally:
        server.should_exit = True
        thread.join(20)


def _server(plane: DataPlane, gate: Gate, log: Path) -> uvicorn.Server:
    request_log = RequestLog(log)

    async def rest(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await plane.close()
            request_log.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
        await send({"type": "http.response.start", "status": 418, "headers": []})
        await send({"type": "http.response.body", "body": b"the framework"})

    entry = DataPlaneEntry(
        rest,
        plane,
        gate,
        max_body_bytes=MAX_BODY_BYTES,
        cors_origins=[ORIGIN],
        request_log=request_log,
    )
    return uvicorn.Server(
        uvicorn.Config(entry, host="127.0.0.1", port=0, http="httptools", log_config=None)
    )
