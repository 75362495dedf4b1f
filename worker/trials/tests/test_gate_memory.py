"""When a gate that was inconclusive is asked again."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from api.core.tests.test_rollout_decisions import GATE
from worker.trials.gate_memory import KEPT, GateMemory, Moment

NOW = Moment(datetime(2026, 11, 23, tzinfo=UTC), datetime(2013, 3, 1, tzinfo=UTC))
VERSIONS = ("champion", "candidate")
WAITS = msgspec.structs.replace(GATE, lacking=("too noisy to tell",))


def later(*, minutes: float = 0, hours: float = 0) -> Moment:
    """By the wall's clock and by the model's."""
    return Moment(NOW.wall + timedelta(minutes=minutes), NOW.model + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("minutes", "hours", "recalled"),
    [(9, 23, True), (10, 0, False), (0, 24, False), (0, -1, False)],
)
def test_it_is_asked_again_after_a_while_or_a_day_of_the_models_clock(
    minutes, hours, recalled
) -> None:
    memory = GateMemory()
    memory.keep(VERSIONS, WAITS, NOW)
    said = memory.recall(VERSIONS, later(minutes=minutes, hours=hours))
    assert said is (WAITS if recalled else None)


def test_what_was_decided_and_other_versions_are_not_remembered() -> None:
    memory = GateMemory()
    memory.keep(VERSIONS, WAITS, NOW)
    assert memory.recall(("champion", "another"), NOW) is None
    memory.keep(VERSIONS, GATE, NOW)
    assert memory.recall(VERSIONS, NOW) is None


def test_the_oldest_is_forgotten_first() -> None:
    memory = GateMemory()
    for number in range(KEPT + 1):
        memory.keep(("champion", str(number)), WAITS, NOW)
    assert memory.recall(("champion", "0"), NOW) is None
    assert memory.recall(("champion", "1"), NOW) is WAITS
