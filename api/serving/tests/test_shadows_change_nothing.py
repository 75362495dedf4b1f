"""Whatever shadows do, and whenever: live answers are those of a plane without any."""

import asyncio
import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.serving.plane import DataPlane
from api.serving.tests.shadowing import (
    MAKERS,
    ask,
    live_records,
    make_square_root,
    run_plane,
    shadow_records,
    snapshot,
)

BEHAVIOURS = ["well", "slow", "raises", "nan", "short"]
SHADOWS = ["root", "picky", "narrow", "absent"]
REQUESTS = st.lists(st.sampled_from([-9.0, 0.0, 4.0, 16.0, 100.0]), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    for name, make in MAKERS.items():
        make(root / name)
    make_square_root(root / "narrow", maximum=10)
    return root


class Misbehaving:
    """Stands before a graph and goes wrong as it is told, run by run."""

    def __init__(self, session: Any, behaviours: list[str]) -> None:
        self._session = session
        self._behaviours = behaviours
        self._runs = 0

    def run(self, feed: Any, rows: int) -> Any:
        behaviour = self._behaviours[self._runs % len(self._behaviours)]
        self._runs += 1
        if behaviour == "raises":
            raise RuntimeError("a graph that raises what nobody expects")
        if behaviour == "slow":
            time.sleep(0.003)
        arrays = self._session.run(feed, rows)
        if behaviour == "nan":
            return [array * float("nan") for array in arrays]
        return [array[:-1] for array in arrays] if behaviour == "short" else arrays


def expected(numbers: list[float]) -> bytes:
    values = [f'{{"value":{2 * number}}}' for number in numbers]
    return f"[{','.join(values)}]".encode()


@settings(max_examples=40, deadline=None)
@given(
    groups=st.lists(st.lists(REQUESTS, min_size=1, max_size=6), min_size=1, max_size=5),
    shadows=st.lists(st.sampled_from(SHADOWS), min_size=1, max_size=3, unique=True),
    behaviours=st.lists(st.sampled_from(BEHAVIOURS), min_size=1, max_size=5),
    queue_rows=st.sampled_from([0, 6, 1_000]),
    cache=st.booleans(),
)
def test_live_answers_are_those_without_shadows(
    models: Path,
    groups: list[list[list[float]]],
    shadows: list[str],
    behaviours: list[str],
    queue_rows: int,
    cache: bool,
) -> None:
    async def in_groups(plane: DataPlane) -> list[bytes]:
        for name in shadows:
            model = plane.cache.get(name)
            if model is not None:
                model.session = Misbehaving(model.session, behaviours)  # type: ignore[assignment]
        answers: list[bytes] = []
        for group in groups:
            answers += await asyncio.gather(*(ask(plane, *numbers) for numbers in group))
        return answers

    versions = tuple(range(2, 2 + len(shadows)))
    served = snapshot(["double", *shadows], versions, cache_responses=cache)
    requests = [numbers for group in groups for numbers in group]
    with TemporaryDirectory() as directory:
        spool = Path(directory)
        answers = run_plane(models, spool, in_groups, served, shadow_queue_rows=queue_rows)
        assert answers == [expected(numbers) for numbers in requests]
        assert [record.predictions for record in live_records(spool)] == answers
        rows = sum(map(len, requests))
        for version in versions:
            records = [r for r in shadow_records(spool) if r.version == version]
            # Every row was answered, has a reason why not, or is counted as never given.
            assert sum(record.rows + record.dropped_rows for record in records) == rows
            for record in records:
                answers_given = json.loads(record.predictions)
                assert len(answers_given) == record.rows
                assert record.failures.keys() == {
                    row for row, answer in enumerate(answers_given) if answer is None
                }
