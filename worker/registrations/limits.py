"""What the inspection of a stranger's graph may take of the machine."""

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

from api.core.errors import FarolError, Kind

MEMORY_BYTES = 6_000_000_000
"""Address space, of which libraries reserve far more than they use."""
PROCESSOR_SECONDS = 120
WALL_SECONDS = 240
WRITTEN_FILE_BYTES = 2_200_000_000
"""A graph is at most 2 GB, the limit of its format, and is copied once."""
OPEN_FILES = 128
INHERITED = ("PATH", "LANG", "LD_LIBRARY_PATH", "TMPDIR")
"""Of the environment; everything else may hold a secret."""

ROOT = Path(__file__).parents[2]


class GraphRefused(FarolError):
    """The upload cannot become a model; the message says why."""

    kind: ClassVar[Kind] = "invalid"


def apply() -> None:
    """Limit this very process, once and for all, before it reads anything of the stranger's."""
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: PROCESSOR_SECONDS,
        resource.RLIMIT_FSIZE: WRITTEN_FILE_BYTES,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for name, limit in limits.items():
        resource.setrlimit(name, (limit, limit))


def run_limited(module: str, *arguments: str, log: Path) -> bytes:
    """``python -m module arguments`` under the limits; returns what it wrote to standard output.

    It inherits no setting and no secret. Raises GraphRefused with a sentence when it ends badly.
    """
    command = [sys.executable, "-m", "worker.registrations.limited", module, *arguments]
    with log.open("ab") as errors:
        try:
            result = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=_environment(),
                cwd=ROOT,
                timeout=WALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise GraphRefused(
                f"The graph was given up after {WALL_SECONDS} seconds without an answer."
            ) from None
    if result.returncode != 0:
        raise GraphRefused(_sentence(result.returncode, log))
    return result.stdout


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    return {**kept, **threads, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def _sentence(returncode: int, log: Path) -> str:
    if returncode == -24:  # SIGXCPU
        return f"The graph took more than {PROCESSOR_SECONDS} seconds of processor time."
    if returncode == -9:
        return "The graph took more memory or processor time than an upload may."
    if returncode < 0:
        return f"The graph made its checker crash (signal {-returncode})."
    last = log.read_text(errors="replace").strip().rpartition("\n")[2][:300]
    if "MemoryError" in last or "bad_alloc" in last:
        return f"The graph needs more than {MEMORY_BYTES // 1_000_000_000} GB of memory."
    return f"The graph cannot be run: {last}"
