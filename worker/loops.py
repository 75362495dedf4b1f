"""Steps that are repeated for as long as a process lives, whoever else is away meanwhile."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerAway

from worker.outages import DATABASE_AWAY, first_line

logger = logging.getLogger(__name__)

AWAY = (*DATABASE_AWAY, BrokerAway, KombuError, OSError)
"""The database, the broker or the disk does not answer: worth trying again. Anything else is a
fault of ours, ends the process, and is for its supervisor to see."""
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 10.0


@dataclass(frozen=True)
class Loop:
    name: str
    step: Callable[[], float]
    """Does one round; returns the seconds until the next."""


def run_all(loops: list[Loop], stop: threading.Event) -> None:
    """Run each in a thread of its own until ``stop`` is set. Raises what a step may not raise."""
    failures: list[BaseException] = []

    def run(loop: Loop) -> None:
        try:
            repeat(loop, stop)
        except BaseException as error:  # noqa: BLE001 - raised below, in the thread that asked
            failures.append(error)
            stop.set()

    threads = [threading.Thread(target=run, args=(loop,), name=loop.name) for loop in loops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def repeat(loop: Loop, stop: threading.Event) -> None:
    pause_seconds = FIRST_PAUSE_SECONDS
    while not stop.is_set():
        try:
            wait_seconds = loop.step()
            pause_seconds = FIRST_PAUSE_SECONDS
        except AWAY as error:
            logger.warning(
                "%s: trying again in %.1f s: %s", loop.name, pause_seconds, first_line(error)
            )
            wait_seconds = pause_seconds
            pause_seconds = min(pause_seconds * 2, LONGEST_PAUSE_SECONDS)
        stop.wait(wait_seconds)
