"""A data plane in the test's own event loop, with versions that go wrong as shadows."""

import asyncio
import json
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper

from api.artifact.schema import Field, GraphInput, Output, Schema
from api.artifact.snapshot import Execution, ServedModel, ServedVersion, Snapshot, Variant
from api.serving.plane import DataPlane, open_data_plane
from api.serving.settings import ServingSettings
from api.serving.tests.example_artifacts import save_artifact, save_graph
from api.spool.records import PredictionRecord, Record, ShadowRecord, read_frames
from api.spool.segments import list_segments

EXECUTION = Execution("inline", 1, 1e-5, 1e-5, 1, 1, "as the test needs it")


def number_schema(maximum: float = 100) -> Schema:
    return Schema(
        task="regression",
        fields=(Field("x", "number", "FP32", minimum=-100, maximum=maximum),),
        graph_inputs=(GraphInput("x", "FP32", ("x",)),),
        outputs=(Output("value", "FP32", "value"),),
        max_rows=1_000,
    )


def make_square_root(directory: Path, *, factor: float = 1.0, maximum: float = 100) -> Path:
    """value = √(factor × x): NaN where that is negative."""
    directory.mkdir(parents=True, exist_ok=True)
    save_graph(
        directory / "model.onnx",
        [
            helper.make_node("Mul", ["x", "factor"], ["y"]),
            helper.make_node("Sqrt", ["y"], ["value"]),
        ],
        {"x": ("FP32", [None, 1])},
        {"value": ("FP32", [None, 1])},
        {"factor": np.float32(factor)},
    )
    return save_artifact(directory, number_schema(maximum))


def make_double(directory: Path) -> Path:
    """value = x + x."""
    directory.mkdir(parents=True, exist_ok=True)
    save_graph(
        directory / "model.onnx",
        [helper.make_node("Add", ["x", "x"], ["value"])],
        {"x": ("FP32", [None, 1])},
        {"value": ("FP32", [None, 1])},
        {},
    )
    return save_artifact(directory, number_schema())


def make_picky(directory: Path) -> Path:
    """value = x, cut to a whole number, from 0 to 99; the graph raises where x is 100."""
    directory.mkdir(parents=True, exist_ok=True)
    node = helper.make_node
    save_graph(
        directory / "model.onnx",
        [
            node("Cast", ["x"], ["index"], to=TensorProto.INT64),
            node("Gather", ["table", "index"], ["value"], axis=0),
        ],
        {"x": ("FP32", [None, 1])},
        {"value": ("FP32", [None, 1])},
        {"table": np.arange(100, dtype=np.float32)},
    )
    return save_artifact(directory, number_schema())


MAKERS: dict[str, Callable[[Path], Path]] = {
    "double": make_double,
    "root": make_square_root,
    "picky": make_picky,
}


def snapshot(
    digests: list[str],
    shadows: tuple[int, ...],
    *,
    revision: int = 1,
    weights: dict[int, float] | None = None,
    **model: Any,
) -> Snapshot:
    """Versions 1, 2, … of the model ``m``; version 1 is live unless ``weights`` say otherwise."""
    shares = weights or {1: 1.0}
    return Snapshot(
        revision,
        (
            ServedModel(
                "m",
                tuple(Variant(f"v{version}", version, share) for version, share in shares.items()),
                tuple(ServedVersion(n + 1, digest, EXECUTION) for n, digest in enumerate(digests)),
                shadows,
                **model,
            ),
        ),
    )


def run_plane(
    models_dir: Path,
    spool_dir: Path,
    what: Callable[[DataPlane], Awaitable[Any]],
    served: Snapshot,
    **settings: Any,
) -> Any:
    """What ``what`` returns; the plane is closed, and so the shadows are drained, after it."""
    plane = open_data_plane(ServingSettings(models_dir=models_dir, spool_dir=spool_dir, **settings))

    async def run() -> Any:
        try:
            plane.apply(served)
            await until(lambda: all_in_memory(plane, served))
            return await what(plane)
        finally:
            await plane.close()

    return asyncio.run(run())


def all_in_memory(plane: DataPlane, served: Snapshot) -> bool:
    """Whether the shadows are loaded, or were found to be impossible to load."""
    (model,) = served.models
    digests = [version.digest for version in model.versions if version.version in model.shadows]
    cache = plane.cache
    return all(cache.get(digest) or cache.failure(digest) for digest in digests)


async def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.001)


def body(*numbers: float, **more: Any) -> bytes:
    return json.dumps({"rows": [{"x": number} for number in numbers], **more}).encode()


async def ask(plane: DataPlane, *numbers: float, **more: Any) -> bytes:
    """The predictions of one request."""
    answer = await plane.predict(plane.table.routes["m"], None, body(*numbers, **more))
    return answer.record.predictions


def records(spool_dir: Path) -> list[Record]:
    return [
        record
        for segment in list_segments(spool_dir)
        for _, record in read_frames(segment.path.read_bytes())
    ]


def shadow_records(spool_dir: Path) -> list[ShadowRecord]:
    return [record for record in records(spool_dir) if isinstance(record, ShadowRecord)]


def live_records(spool_dir: Path) -> list[PredictionRecord]:
    return [record for record in records(spool_dir) if isinstance(record, PredictionRecord)]


class Gate:
    """Stands before a graph, and lets its runs through when it is opened."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.opened = threading.Event()
        self.entered = threading.Event()

    def run(self, feed: Any, rows: int) -> Any:
        self.entered.set()
        assert self.opened.wait(20)
        return self._session.run(feed, rows)
