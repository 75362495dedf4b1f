"""When a gate that was inconclusive is asked again."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from api.core.tests.test_rollout_decisions import GATE
from worker.trials.gate_memory import KEPT, GateMemory

NOW = datetime(2026, 11, 23, tzinfo=UTC)
VERSIONS = ("champion", "candidate")
WAITS = msgspec.structs.replace(GATE, lacking=("too noisy to tell",))


@pytest.mark.parametrize(
    ("rows", "minutes", "recalled"),
    [(1_000, 9, True), (1_049, 9, True), (1_050, 9, False), (999, 9, False), (1_000, 10, False)],
)
def test_it_is_asked_again_with_more_rows_or_after_a_while(rows, minutes, recalled) -> None:
    memory = GateMemory()
    memory.keep(VERSIONS, WAITS, rows=1_000, now=NOW)
    said = memory.recall(VERSIONS, rows=rows, now=NOW + timedelta(minutes=minutes))
    assert (said is WAITS) is recalled


def test_what_was_decided_and_other_versions_are_not_remembered() -> None:
    memory = GateMemory()
    memory.keep(VERSIONS, WAITS, rows=1_000, now=NOW)
    assert memory.recall(("champion", "another"), rows=1_000, now=NOW) is None
    memory.keep(VERSIONS, GATE, rows=1_000, now=NOW)
    assert memory.recall(VERSIONS, rows=1_000, now=NOW) is None


def test_the_oldest_is_forgotten_first() -> None:
    memory = GateMemory()
    for number in range(KEPT + 1):
        memory.keep(("champion", str(number)), WAITS, rows=1_000, now=NOW)
    assert memory.recall(("champion", "0"), rows=1_000, now=NOW) is None
    assert memory.recall(("champion", "1"), rows=1_000, now=NOW) is WAITS
