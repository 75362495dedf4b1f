"""Decides how a version runs from what it costs, measured in a process of its own."""

import subprocess
import sys
from pathlib import Path

import msgspec

from api.artifact.snapshot import Execution

INLINE_SECONDS = 0.001
"""Slower graphs run in a thread: a longer pause of the event loop is felt by every request."""
INLINE_BATCH_SECONDS = 0.002
THREAD_BATCH_SECONDS = 0.05
"""A batch is cut so that one graph run takes no longer."""
BATCHING_OVERHEAD_SECONDS = 20e-6
"""What waiting for the rest of a batch costs one request inline: a future, a wake-up, a copy."""
MAX_BATCH_SIZE = 64
_PROBE_TIMEOUT_SECONDS = 300


class Probe(msgspec.Struct, frozen=True):
    """What a fresh process measured; see ``probe.py``."""

    row_seconds: float
    batch_seconds: float
    batch_rows: int
    memory_bytes: int
    row_invariant: bool
    """Every row's answer was the same to the last byte alone and in batches of several sizes."""
    provider: str


class MeasuringFailed(Exception):
    """The model could not be loaded and run."""


def measure(artifact_dir: Path) -> Execution:
    """Raises MeasuringFailed with the last line that the measuring process wrote."""
    command = [sys.executable, "-m", "api.serving.probe", str(artifact_dir)]
    try:
        result = subprocess.run(
            command, capture_output=True, timeout=_PROBE_TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise MeasuringFailed(f"No answer within {_PROBE_TIMEOUT_SECONDS} s.") from error
    if result.returncode:
        last = result.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1]
        raise MeasuringFailed(last or f"The process ended with {result.returncode}.")
    return decide(msgspec.json.decode(result.stdout, type=Probe))


def decide(probe: Probe) -> Execution:
    """The rule, without measuring anything: same probe, same decision."""
    is_inline = probe.row_seconds <= INLINE_SECONDS
    batch_size, why_batch = _batch_size(probe, is_inline=is_inline)
    limit = "at most" if is_inline else "more than"
    place = "on the event loop" if is_inline else "in a thread"
    return Execution(
        mode="inline" if is_inline else "thread",
        max_batch_size=batch_size,
        row_seconds=probe.row_seconds,
        batch_seconds=probe.batch_seconds,
        batch_rows=probe.batch_rows,
        memory_bytes=probe.memory_bytes,
        reason=(
            f"One row takes {probe.row_seconds * 1e6:.0f} µs, {limit} "
            f"{INLINE_SECONDS * 1e6:.0f}, so it runs {place}; {why_batch}."
        ),
    )


def _batch_size(probe: Probe, *, is_inline: bool) -> tuple[int, str]:
    if not probe.row_invariant:
        return 1, "its answers change in the last digits when rows are scored together: no batching"
    batched_row = probe.batch_seconds / probe.batch_rows
    saved = probe.row_seconds - batched_row
    needed = BATCHING_OVERHEAD_SECONDS if is_inline else 0.2 * probe.row_seconds
    saving = f"together a row takes {batched_row * 1e6:.0f} µs"
    if saved < needed:
        return 1, f"{saving}, which does not pay for the waiting: no batching"
    allowed = INLINE_BATCH_SECONDS if is_inline else THREAD_BATCH_SECONDS
    size = int(min(MAX_BATCH_SIZE, max(2.0, allowed / batched_row)))
    return size, f"{saving}, so up to {size} rows of requests that arrive together are one run"
