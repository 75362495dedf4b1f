"""How a worker stops without losing time or work.

SIGTERM and SIGINT make Celery take nothing new and wait for what runs. A flag in memory shared with
the pool's children tells the running job at its next step: it hands its lease back and is queued
again at once. Whoever has not stopped within the grace is killed, and the reaper finds its job when
the lease runs out.
"""

import multiprocessing
import os
import signal
import threading
from typing import Any

from celery import signals

# Shared by the fork. A bare byte without a lock: it is written once, in a signal handler.
_stopping = multiprocessing.RawValue("b", 0)


OWN_SHARE = 0.7
"""Of the grace: whoever supervises this process ends it by force when all of it is over."""


def is_stopping() -> bool:
    return bool(_stopping.value)


def install(grace_seconds: float) -> None:
    """In the pool's parent, before the worker starts."""

    def on_shutdown(how: str, **_: Any) -> None:
        if how == "Warm" and not is_stopping():
            _stopping.value = 1
            patience_seconds = OWN_SHARE * grace_seconds
            killer = threading.Timer(patience_seconds, os.kill, (os.getpid(), signal.SIGQUIT))
            killer.daemon = True
            killer.start()

    signals.worker_shutting_down.connect(on_shutdown, weak=False)
