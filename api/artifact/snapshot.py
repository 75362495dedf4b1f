"""The serving snapshot: everything that the data plane needs to know, and nothing else.

The database's rollouts make it, the data plane serves from it, and a copy lies on local disk so
that a process may start and answer with nothing else up.
"""

from typing import Literal

import msgspec


class Execution(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a version runs, decided from its measured cost when it was registered."""

    mode: Literal["inline", "thread"]
    """On the event loop, or in a thread."""
    max_batch_size: int
    """Rows of different requests scored together; 1 means never."""
    row_seconds: float
    """Measured time of one graph run of one row."""
    batch_seconds: float
    """Measured time of one graph run of ``batch_rows`` rows."""
    batch_rows: int
    memory_bytes: int
    """Resident memory that loading and running it really took."""
    reason: str
    """Why so, in a sentence."""
    overridden: bool = False


class Variant(msgspec.Struct, frozen=True):
    name: str
    """``champion``, ``canary``, or an arm of an experiment under one of its allocations."""
    version: int
    weight: float
    """Share of live traffic; a model's weights add up to 1."""
    counted_as: str = ""
    """Name in the metrics, where it is not its own: they bear no numbers that grow."""


class ServedVersion(msgspec.Struct, frozen=True):
    version: int
    digest: str
    execution: Execution


class ServedModel(msgspec.Struct, frozen=True):
    name: str
    variants: tuple[Variant, ...]
    versions: tuple[ServedVersion, ...]
    """Every version that may be asked for by number."""
    shadows: tuple[int, ...] = ()
    """Versions that score the same rows off the critical path."""
    cache_responses: bool = False
    salt: str = ""
    """What places the subjects of a running experiment; without one, the model's name does."""


class ServedKey(msgspec.Struct, frozen=True):
    """A key that programs ask with; of the key itself there is the hash alone."""

    prefix: str
    """What names it."""
    sha256: str
    """Of the whole key, hex."""
    scopes: tuple[str, ...]
    requests_per_minute: int | None = None
    """None is no limit."""
    expires_at: float | None = None
    """Seconds since the epoch."""


class Snapshot(msgspec.Struct, frozen=True):
    revision: int
    models: tuple[ServedModel, ...]
    keys: tuple[ServedKey, ...] = ()
