"""Shadow versions score what others answered, and change nothing of it."""

import asyncio
import dataclasses
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from api.serving.plane import DataPlane
from api.serving.tests.shadowing import (
    MAKERS,
    Gate,
    ask,
    body,
    live_records,
    make_square_root,
    run_plane,
    shadow_records,
    snapshot,
    until,
)
from api.spool.segments import segment_path


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    for name, make in MAKERS.items():
        make(root / name)
    make_square_root(root / "narrow", maximum=10)
    return root


def counts_of(plane: DataPlane, version: int) -> Any:
    (found,) = [counts for counts in plane.shadows.counts() if counts.version == str(version)]
    return found


def dropped(plane: DataPlane, version: int) -> dict[str, int]:
    return {reason: rows for reason, rows in counts_of(plane, version).dropped_rows if rows}


def test_a_shadow_scores_the_rows_that_were_answered(models: Path, tmp_path: Path) -> None:
    moments = ["2013-01-01T05:00:00Z", "2013-01-01T06:00:00Z"]

    async def two_requests(plane: DataPlane) -> list[bytes]:
        return [await ask(plane, 4, 9, occurred_at=moments), await ask(plane, 16)]

    answers = run_plane(models, tmp_path, two_requests, snapshot(["double", "root"], (2,)))
    assert answers == [b'[{"value":8.0},{"value":18.0}]', b'[{"value":32.0}]']
    first, second = shadow_records(tmp_path)
    assert first.predictions == b'[{"value":2.0},{"value":3.0}]'
    assert second.predictions == b'[{"value":4.0}]'
    assert (json.loads(first.occurred_at), second.occurred_at) == (moments, b"")
    assert (first.failures, first.dropped_rows, first.rows) == ({}, 0, 2)
    assert 0 < first.latency_seconds == pytest.approx(2 * second.latency_seconds)
    lives = live_records(tmp_path)
    assert [(r.id, r.served_at) for r in lives] == [(r.id, r.served_at) for r in (first, second)]


def test_a_version_shadows_only_what_another_answered(models: Path, tmp_path: Path) -> None:
    """Champion and canary are each other's shadows: every row is scored by both."""

    async def many_subjects(plane: DataPlane) -> None:
        for person in range(40):
            await ask(plane, 4, subject=f"person {person}")

    served = snapshot(["double", "root"], (1, 2), weights={1: 0.5, 2: 0.5})
    run_plane(models, tmp_path, many_subjects, served)
    live = {record.id: record.version for record in live_records(tmp_path)}
    shadow = {record.id: record.version for record in shadow_records(tmp_path)}
    assert Counter(live.values()).keys() == {1, 2}
    assert {id: 3 - version for id, version in live.items()} == shadow


def test_a_request_that_named_its_version_is_no_live_traffic(models: Path, tmp_path: Path) -> None:
    async def pinned(plane: DataPlane) -> None:
        route = plane.table.routes["m"]
        plane.cache.start_loading("picky", 1).result()
        await plane.predict(route, route.version("3"), body(1))

    run_plane(models, tmp_path, pinned, snapshot(["double", "root", "picky"], (2,)))
    assert len(live_records(tmp_path)) == 1
    assert shadow_records(tmp_path) == []


def test_a_cached_answer_is_scored_too(models: Path, tmp_path: Path) -> None:
    async def twice(plane: DataPlane) -> None:
        await ask(plane, 4)
        await ask(plane, 4)

    run_plane(models, tmp_path, twice, snapshot(["double", "root"], (2,), cache_responses=True))
    assert [record.cached for record in live_records(tmp_path)] == [False, True]
    assert [r.predictions for r in shadow_records(tmp_path)] == [b'[{"value":2.0}]'] * 2


def test_rows_without_an_answer_are_told_apart_from_the_others(
    models: Path, tmp_path: Path
) -> None:
    async def some_negative(plane: DataPlane) -> None:
        await asyncio.gather(ask(plane, 4, -1, 9, -4), ask(plane, 16), ask(plane, -9))
        await until(lambda: counts_of(plane, 2).rows + counts_of(plane, 2).failed_rows == 6)
        assert (counts_of(plane, 2).rows, counts_of(plane, 2).failed_rows) == (3, 3)

    run_plane(models, tmp_path, some_negative, snapshot(["double", "root"], (2,)))
    first, second, third = shadow_records(tmp_path)
    assert first.predictions == b'[{"value":2.0},null,{"value":3.0},null]'
    assert first.failures == {1: "The model gave nan.", 3: "The model gave nan."}
    assert (second.predictions, second.failures) == (b'[{"value":4.0}]', {})
    assert (third.predictions, third.failures) == (b"[null]", {0: "The model gave nan."})


def test_a_row_that_makes_the_graph_raise_takes_no_other_with_it(
    models: Path, tmp_path: Path
) -> None:
    async def one_poisoned(plane: DataPlane) -> None:
        await asyncio.gather(ask(plane, 1, 2), ask(plane, 3, 100, 5), ask(plane, 6))

    run_plane(models, tmp_path, one_poisoned, snapshot(["double", "picky"], (2,)))
    first, second, third = shadow_records(tmp_path)
    assert (first.predictions, first.failures) == (b'[{"value":1.0},{"value":2.0}]', {})
    assert second.predictions == b'[{"value":3.0},null,{"value":5.0}]'
    assert second.failures.keys() == {1}
    assert "The graph failed" in second.failures[1]
    assert (third.predictions, third.failures) == (b'[{"value":6.0}]', {})


def test_a_shadow_of_another_schema_reads_the_body_itself(models: Path, tmp_path: Path) -> None:
    async def within_and_beyond(plane: DataPlane) -> None:
        await ask(plane, 4)
        await ask(plane, 4, 16)

    run_plane(models, tmp_path, within_and_beyond, snapshot(["double", "narrow"], (2,)))
    within, beyond = shadow_records(tmp_path)
    assert within.predictions == b'[{"value":2.0}]'
    assert beyond.predictions == b"[null,null]"
    reason = "row 1, field 'x': expected a finite number from -100 to 10, got the number 16."
    assert beyond.failures == {0: reason, 1: reason}


def test_a_request_larger_than_a_run_is_scored_in_pieces(models: Path, tmp_path: Path) -> None:
    numbers = [float(number % 50) ** 2 / 100 for number in range(700)]

    async def large(plane: DataPlane) -> None:
        await ask(plane, *numbers)

    run_plane(models, tmp_path, large, snapshot(["double", "root"], (2,)))
    (record,) = shadow_records(tmp_path)
    values = [prediction["value"] for prediction in json.loads(record.predictions)]
    assert values == pytest.approx([(number % 50) / 10 for number in range(700)], abs=1e-6)


@pytest.mark.parametrize(
    "bounds", [{"shadow_queue_rows": 10}, {"shadow_queue_bytes": 11_500}], ids=["rows", "bytes"]
)
def test_what_the_queue_does_not_hold_is_dropped_and_counted(
    models: Path, tmp_path: Path, bounds: dict[str, int]
) -> None:
    """A request of one row is taken for some 1,100 bytes."""

    async def more_than_fits(plane: DataPlane) -> None:
        model = plane.cache.get("root")
        assert model is not None
        gate = Gate(model.session)
        model.session = gate  # type: ignore[assignment]  # stands in for the session
        await ask(plane, 1)
        await until(gate.entered.is_set)
        for number in range(30):
            assert (
                await ask(plane, number)
                == json.dumps([{"value": 2.0 * number}], separators=(",", ":")).encode()
            )
            assert plane.figures().shadow_rows_waiting <= 10
        assert dropped(plane, 2) == {"queue_full": 20}
        gate.opened.set()
        await until(lambda: counts_of(plane, 2).rows == 11)

    run_plane(models, tmp_path, more_than_fits, snapshot(["double", "root"], (2,)), **bounds)
    kept = shadow_records(tmp_path)
    assert sum(record.rows for record in kept) == 11
    assert sum(record.dropped_rows for record in kept) == 20


def test_the_room_is_shared_by_the_shadows(models: Path, tmp_path: Path) -> None:
    async def nothing(plane: DataPlane) -> tuple[int, int]:
        return plane.shadows.lane_rows, plane.shadows.lane_bytes

    served = snapshot(["double", "root", "picky"], (2, 3))
    room = run_plane(
        models, tmp_path, nothing, served, shadow_queue_rows=100, shadow_queue_bytes=1_000
    )
    assert room == (50, 500)


def test_a_graph_that_never_returns_does_not_keep_the_process(models: Path, tmp_path: Path) -> None:
    gates: list[Gate] = []

    async def stuck(plane: DataPlane) -> None:
        model = plane.cache.get("root")
        assert model is not None
        gates.append(Gate(model.session))
        model.session = gates[0]  # type: ignore[assignment]  # stands in for the session
        await ask(plane, 1)
        await until(gates[0].entered.is_set)

    started = time.monotonic()
    served = snapshot(["double", "root"], (2,))
    run_plane(models, tmp_path, stuck, served, shadow_drain_seconds=0.01)
    assert time.monotonic() - started < 10
    assert len(live_records(tmp_path)) == 1
    gates[0].opened.set()


def test_what_waits_at_the_end_is_scored_without_rests(models: Path, tmp_path: Path) -> None:
    async def burst(plane: DataPlane) -> None:
        for number in range(300):
            await ask(plane, number % 10)

    served = snapshot(["double", "root"], (2,))
    run_plane(models, tmp_path, burst, served, shadow_core_share=0.01, shadow_drain_seconds=10.0)
    assert sum(record.rows for record in shadow_records(tmp_path)) == 300


def test_a_shadow_that_cannot_be_loaded_is_counted_and_nothing_else(
    models: Path, tmp_path: Path
) -> None:
    async def without_it(plane: DataPlane) -> None:
        assert plane.ready() == []
        assert await ask(plane, 4) == b'[{"value":8.0}]'
        await until(lambda: dropped(plane, 2) == {"not_loaded": 1})

    run_plane(models, tmp_path, without_it, snapshot(["double", "absent"], (2,)))
    assert [(r.rows, r.dropped_rows) for r in shadow_records(tmp_path)] == [(0, 1)]


def test_a_shadow_puts_no_live_version_out_of_memory(models: Path, tmp_path: Path) -> None:
    async def without_room(plane: DataPlane) -> None:
        assert plane.cache.get("root") is None
        assert await ask(plane, 4) == b'[{"value":8.0}]'
        await until(lambda: dropped(plane, 2) == {"not_loaded": 1})

    served = snapshot(["double", "root"], (2,))
    run_plane(models, tmp_path, without_room, served, model_memory_bytes=1)


def test_a_shadow_that_there_is_no_version_for_is_passed_over(models: Path, tmp_path: Path) -> None:
    async def served(plane: DataPlane) -> bytes:
        return await ask(plane, 4)

    assert run_plane(models, tmp_path, served, snapshot(["double"], (7,))) == b'[{"value":8.0}]'


def test_a_shadow_that_became_live_answers_and_shadows_no_more(
    models: Path, tmp_path: Path
) -> None:
    async def promote(plane: DataPlane) -> None:
        await ask(plane, 4)
        plane.apply(snapshot(["double", "root"], (1,), revision=2, weights={2: 1.0}))
        assert await ask(plane, 4) == b'[{"value":2.0}]'

    run_plane(models, tmp_path, promote, snapshot(["double", "root"], (2,)))
    assert [(r.version, r.predictions) for r in shadow_records(tmp_path)] == [
        (2, b'[{"value":2.0}]'),
        (1, b'[{"value":8.0}]'),
    ]


def test_a_withdrawn_shadow_that_is_not_in_memory_drops_what_waits(
    models: Path, tmp_path: Path
) -> None:
    async def withdraw(plane: DataPlane) -> None:
        lane = plane.table.routes["m"].shadows[0]
        plane.apply(snapshot(["double"], (), revision=2))
        # As a request saw it that began before.
        route = dataclasses.replace(plane.table.routes["m"], shadows=(lane,))
        answer = await plane.predict(route, None, body(4))
        assert answer.record.predictions == b'[{"value":8.0}]'
        await until(lambda: dropped(plane, 2) == {"withdrawn": 1})

    run_plane(models, tmp_path, withdraw, snapshot(["double", "root"], (2,)))


def test_shadows_leave_the_last_of_the_spool_to_the_live_answers(
    models: Path, tmp_path: Path
) -> None:
    segment_path(tmp_path, "worker-0", 1).write_bytes(bytes(95_000))

    async def nearly_full(plane: DataPlane) -> None:
        assert await ask(plane, 4) == b'[{"value":8.0}]'
        await until(lambda: dropped(plane, 2) == {"not_kept": 1})
        assert plane.ready() == []

    served = snapshot(["double", "root"], (2,))
    run_plane(models, tmp_path, nearly_full, served, spool_max_bytes=100_000)
