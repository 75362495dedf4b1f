"""What an attempt at a job takes of the machine, children of its process included."""

import os
import resource
import threading
import time
from pathlib import Path

from api.core.costs.operations import Usage

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class JobUsage:
    """From when it is made; ``sample`` may be called by any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cpu_seconds = _cpu_seconds()
        self._since = time.monotonic()
        self._byte_seconds = 0.0

    def sample(self) -> None:
        """The memory held now is taken for that since the last sample."""
        with self._lock:
            now = time.monotonic()
            self._byte_seconds += _resident_bytes() * (now - self._since)
            self._since = now

    def so_far(self) -> Usage:
        self.sample()
        spent = _cpu_seconds() - self._cpu_seconds
        return Usage(cpu_seconds=spent, memory_byte_seconds=self._byte_seconds)


def _cpu_seconds() -> float:
    """Of this process, all its threads, and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _resident_bytes() -> int:
    resident = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(resident) * _PAGE_BYTES
