"""What the data plane must be told; the shell that opens it reads the environment."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class ServingSettings:
    models_dir: Path
    """One directory a digest, each with the sealed files of that version."""
    spool_dir: Path
    slot: str = "api-0"
    """Stable name of this process among those that share the spool directory."""
    model_memory_bytes: int = 2_000_000_000
    response_cache_bytes: int = 64_000_000
    graph_threads: int = 1
    """Threads inside one graph run."""
    worker_threads: int = 2
    """Graph runs of thread-mode versions at the same time."""
    spool_max_bytes: int = 4_000_000_000
    spool_fsync: bool = False
    request_log: Path | None = None
    """JSON lines, rotated by size; None writes none."""
    shadow_queue_rows: int = 20_000
    """Rows that may wait for the shadow versions of all models; more are passed over."""
    shadow_queue_bytes: int = 64_000_000
    shadow_core_share: float = 0.5
    """Most of one core's time that shadow versions may take, above 0 and at most 1."""
    shadow_drain_seconds: float = 2.0
    """How long a process that stops goes on scoring what still waits for shadow versions."""
