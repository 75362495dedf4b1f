"""How many event streams one process keeps open."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.exceptions import HTTPException

MAX_STREAMS = 200
"""Each costs one short query every half second."""


@dataclass
class StreamLimit:
    """Counted on the event loop only, so it needs no lock."""

    maximum: int = MAX_STREAMS
    open: int = 0

    @contextmanager
    def slot(self) -> Iterator[None]:
        if self.open >= self.maximum:
            raise HTTPException(
                503, "Too many event streams are open on this server.", {"Retry-After": "5"}
            )
        self.open += 1
        try:
            yield
        finally:
            self.open -= 1
