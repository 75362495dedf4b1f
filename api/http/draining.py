"""Whether this process is on its way out."""

import asyncio
from dataclasses import dataclass, field


@dataclass
class Draining:
    """Set on the event loop when the process is told to stop; what waits for long should end."""

    _event: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def started(self) -> bool:
        return self._event.is_set()

    def start(self) -> None:
        self._event.set()

    async def wait(self, timeout_seconds: float) -> bool:
        """True as soon as draining has begun; False after the time."""
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._event.wait()
        except TimeoutError:
            return False
        return True
