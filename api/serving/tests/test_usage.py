"""What a process says that it took, against figures worked by hand."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.serving.loaded_model import LoadedModel
from api.serving.made_up_rows import made_up_rows
from api.serving.scoring import Scorer
from api.serving.usage import Role, UsageMeter, resident_bytes
from api.spool.records import UsageEntry, UsageRecord
from testing.artifacts import EXECUTION


@dataclass
class Clocks:
    wall: float = 1_000.0
    steady: float = 50.0
    processor: float = 7.0
    resident: int = 200

    def meter(self) -> UsageMeter:
        return UsageMeter(
            wall=lambda: self.wall,
            steady=lambda: self.steady,
            processor=lambda: self.processor,
            resident=lambda: self.resident,
        )


@pytest.fixture
def model(artifacts: dict[str, Path]) -> LoadedModel:
    loaded = LoadedModel(artifacts["binary"], EXECUTION, ThreadPoolExecutor(1), threads=1)
    loaded.memory_bytes = 120
    return loaded


def test_what_no_version_took_is_overhead(model: LoadedModel) -> None:
    """A minute: 3 s of processor time, 2 of them in graph runs; 80 of 200 bytes are no model's."""
    clocks = Clocks()
    meter = clocks.meter()
    model.session.cpu_ns = 2_000_000_000
    clocks.steady, clocks.processor = 110.0, 10.0
    assert meter.account({"d": Role("demo", 3, "serving")}, {"d": model}) == UsageRecord(
        1_000.0,
        [
            UsageEntry("demo", 3, "serving", 2.0, 0.0, 120 * 60.0),
            UsageEntry("", 0, "overhead", 1.0, 0.0, 80 * 60.0),
        ],
    )


def test_a_version_that_scored_nothing_since_was_idle(model: LoadedModel) -> None:
    clocks = Clocks()
    meter = clocks.meter()
    roles = {"d": Role("demo", 3, "shadow")}
    model.session.cpu_ns = 500_000_000
    clocks.steady = 51.0
    assert meter.account(roles, {"d": model}).entries[0].purpose == "shadow"
    clocks.steady = 53.0
    assert meter.account(roles, {"d": model}).entries[0] == UsageEntry(
        "demo", 3, "idle", 0.0, 0.0, 240.0
    )


def test_a_version_that_nobody_names_any_more_is_overhead(model: LoadedModel) -> None:
    clocks = Clocks()
    meter = clocks.meter()
    clocks.steady = 51.0
    assert meter.account({}, {"d": model}).entries == [
        UsageEntry("", 0, "overhead", 0.0, 0.0, 200.0)
    ]


def test_versions_together_never_hold_more_than_the_process(model: LoadedModel) -> None:
    """240 bytes of two versions in a process of 60: a quarter of each."""
    clocks = Clocks(resident=60)
    meter = clocks.meter()
    clocks.steady = 52.0
    roles = {"a": Role("demo", 1, "serving"), "b": Role("demo", 2, "serving")}
    entries = meter.account(roles, {"a": model, "b": model}).entries
    assert [entry.memory_byte_seconds for entry in entries] == [60.0, 60.0, 0.0]


def test_graph_runs_are_on_the_clock(artifacts: dict[str, Path]) -> None:
    scorer = Scorer(artifacts["binary"])
    before = scorer._session.cpu_ns
    scorer.score(made_up_rows(scorer.schema, 2_000, seed=1))
    spent = scorer._session.cpu_ns - before
    assert 0 < spent < 5_000_000_000
    with pytest.raises(Exception, match="graph"):
        scorer._session.run({}, 1)
    assert scorer._session.cpu_ns > before + spent


def test_resident_memory_is_that_of_this_process() -> None:
    assert 10_000_000 < resident_bytes() < 50_000_000_000
