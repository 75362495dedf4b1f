"""A live version that gives no answer: the caller is told, and the version is charged with it."""

import asyncio
import concurrent.futures
import json
from pathlib import Path

import pytest

from api.serving.batching import MicroBatcher
from api.serving.errors import Draining, ImpossibleAnswer, ModelFailed
from api.serving.failed_row import MAX_BYTES, failed_row
from api.serving.plane import DataPlane
from api.serving.tests.shadowing import MAKERS, ask, body, records, run_plane, snapshot
from api.spool.records import ErrorRecord


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    for name, make in MAKERS.items():
        make(root / name)
    return root


def failures(plane: DataPlane, route: str = "predict") -> tuple[int, dict[str, int]]:
    """(server errors, failures by kind) of version 1."""
    (counts,) = [c for c in plane.route_counts() if c.version == "1" and c.route == route]
    return counts.server_errors, dict(counts.model_failures)


def test_a_nan_is_the_versions_server_error_with_its_row(models: Path, tmp_path: Path) -> None:
    async def one_negative(plane: DataPlane) -> None:
        with pytest.raises(ImpossibleAnswer, match="gave nan for row 1"):
            await ask(plane, 4, -1, 9)
        assert failures(plane) == (1, {"nan": 1})

    run_plane(models, tmp_path, one_negative, snapshot(["root"], ()))
    (record,) = records(tmp_path)
    assert isinstance(record, ErrorRecord)
    assert (record.status, record.version, record.variant) == (500, 1, "v1")
    assert record.reason == "The model gave nan for row 1."
    assert json.loads(record.inputs) == {"x": -1}


@pytest.mark.parametrize(("numbers", "inputs"), [([100], b'{"x": 100}'), ([1, 100], b"")])
def test_a_graph_that_raises_blames_a_row_only_where_there_is_one(
    models: Path, tmp_path: Path, numbers: list[float], inputs: bytes
) -> None:
    async def poisoned(plane: DataPlane) -> None:
        with pytest.raises(ModelFailed, match="The graph failed"):
            await ask(plane, *numbers)
        assert failures(plane) == (1, {"graph": 1})

    run_plane(models, tmp_path, poisoned, snapshot(["picky"], ()))
    (record,) = records(tmp_path)
    assert isinstance(record, ErrorRecord)
    assert record.inputs == inputs


def test_a_refusal_is_no_failure_of_the_model(models: Path, tmp_path: Path) -> None:
    async def beyond_the_schema(plane: DataPlane) -> None:
        with pytest.raises(Exception, match="finite number"):
            await ask(plane, 101)
        assert failures(plane) == (0, {})

    run_plane(models, tmp_path, beyond_the_schema, snapshot(["root"], ()))
    (record,) = records(tmp_path)
    assert isinstance(record, ErrorRecord)
    assert (record.status, record.reason, record.inputs) == (422, "", b"")


def test_an_explanation_made_of_nan_is_not_given(models: Path, tmp_path: Path) -> None:
    (models / "root" / "background.json").write_text(json.dumps([{"x": -4.0}, {"x": 4.0}]))

    async def explain(plane: DataPlane) -> None:
        with pytest.raises(ImpossibleAnswer):
            await plane.explain(plane.table.routes["m"], None, {"x": 9})
        assert failures(plane, "explain") == (1, {"nan": 1})

    run_plane(models, tmp_path, explain, snapshot(["root"], ()))


def test_a_run_that_the_end_of_the_process_cut_off_blames_no_version() -> None:
    class Cancelled:
        def submit(self, *_: object) -> object:
            future: concurrent.futures.Future[None] = concurrent.futures.Future()
            future.cancel()
            return future

    async def ask_once() -> None:
        batcher = MicroBatcher(lambda feed, rows: [], 8, Cancelled())  # type: ignore[arg-type]
        await batcher.score({}, 1)

    with pytest.raises(Draining):
        asyncio.run(ask_once())


def test_a_long_row_is_not_kept() -> None:
    text = "a" * MAX_BYTES
    request = json.dumps({"rows": [{"text": "short"}, {"text": text}]}).encode()
    assert failed_row(request, 0) == b'{"text": "short"}'
    assert failed_row(request, 1) == b""
    assert failed_row(body(1), None) == b'{"x": 1}'
