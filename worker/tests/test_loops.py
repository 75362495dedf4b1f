"""Steps go on while others are away, and end the process when the fault is ours."""

import threading

import pytest
from kombu.exceptions import OperationalError as BrokerAway
from sqlalchemy.exc import OperationalError

from worker import loops
from worker.loops import Loop, run_all


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "FIRST_PAUSE_SECONDS", 0.0)


@pytest.mark.parametrize(
    "error",
    [OperationalError("select", {}, Exception("gone")), BrokerAway("gone"), OSError("full")],
)
def test_a_step_is_tried_again_while_somebody_is_away(error: Exception) -> None:
    stop, outcomes = threading.Event(), [error, error, None]

    def step() -> float:
        outcome = outcomes.pop(0)
        if outcome is not None:
            raise outcome
        stop.set()
        return 0.0

    run_all([Loop("test", step)], stop)
    assert outcomes == []


def test_a_fault_of_ours_stops_all_loops_and_is_raised() -> None:
    stop = threading.Event()

    def faulty() -> float:
        raise KeyError("a bug")

    with pytest.raises(KeyError, match="a bug"):
        run_all([Loop("faulty", faulty), Loop("sound", lambda: 60.0)], stop)
    assert stop.is_set()
