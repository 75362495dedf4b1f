"""What this process takes of the machine, and for which version.

Processor time is that of the graph runs, by version, on the clock of the thread that runs them;
memory is what a version was measured to hold when it was registered, for as long as it is loaded,
less where all of them together would hold more than the process.
What is left of the process is overhead. A version that scored nothing since the last account was
idle: its memory is told apart.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from api.serving.loaded_model import LoadedModel
from api.serving.routing import RoutingTable
from api.spool.records import Purpose, UsageEntry, UsageRecord

ACCOUNT_SECONDS = 60.0


@dataclass(frozen=True)
class Role:
    model: str
    version: int
    purpose: Purpose


class UsageMeter:
    """Belongs to the event loop's thread. Accounts begin when it is made."""

    def __init__(
        self,
        *,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
        processor: Callable[[], float] = time.process_time,
        resident: Callable[[], int] | None = None,
    ) -> None:
        self._wall, self._steady, self._processor = wall, steady, processor
        self._resident = resident or resident_bytes
        self._since = steady()
        self._processor_since = processor()
        self._counted: WeakKeyDictionary[LoadedModel, int] = WeakKeyDictionary()
        """What was told before of each version's graph runs, in ns."""

    def account(self, roles: Mapping[str, Role], loaded: Mapping[str, LoadedModel]) -> UsageRecord:
        """What was taken since the last account; both by digest. A version that left the memory
        meanwhile is overhead."""
        now, processor = self._steady(), self._processor()
        seconds, cpu = now - self._since, processor - self._processor_since
        self._since, self._processor_since = now, processor
        resident = self._resident()
        known_bytes = sum(loaded[digest].memory_bytes for digest in loaded if digest in roles)
        # Measured alone, each holds some of what they share here.
        share = min(1.0, resident / known_bytes) if known_bytes else 0.0
        entries = [
            self._entry(roles[digest], model, seconds * share)
            for digest, model in sorted(loaded.items())
            if digest in roles
        ]
        overhead = UsageEntry(
            model="",
            version=0,
            purpose="overhead",
            cpu_seconds=max(cpu - sum(entry.cpu_seconds for entry in entries), 0.0),
            gpu_seconds=0.0,
            memory_byte_seconds=max(resident - known_bytes, 0) * seconds,
        )
        return UsageRecord(self._wall(), [*entries, overhead])

    def _entry(self, role: Role, model: LoadedModel, memory_seconds: float) -> UsageEntry:
        total = model.session.cpu_ns
        spent = (total - self._counted.get(model, 0)) / 1e9
        self._counted[model] = total
        return UsageEntry(
            model=role.model,
            version=role.version,
            purpose=role.purpose if spent else "idle",
            cpu_seconds=spent,
            # Graphs run on the processor alone: see GraphSession.
            gpu_seconds=0.0,
            memory_byte_seconds=model.memory_bytes * memory_seconds,
        )


def roles_of(table: RoutingTable) -> dict[str, Role]:
    """What each version that may be loaded is there for, by digest."""
    return dict(_roles(table))


def _roles(table: RoutingTable) -> Iterator[tuple[str, Role]]:
    for name, route in table.routes.items():
        live = {target.served.digest for target in route.live.values()}
        shadows = {lane.served.digest for lane in route.shadows} - live
        for number, target in route.by_version.items():
            digest = target.served.digest
            yield digest, Role(name, number, "shadow" if digest in shadows else "serving")


def resident_bytes() -> int:
    """Of this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024
