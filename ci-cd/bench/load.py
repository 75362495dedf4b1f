"""One run of wrk: the same load generator for both servers, pinned beside them."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

LOAD_CORE = "1"
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


@dataclass(frozen=True)
class Load:
    requests_per_second: float
    p50_seconds: float
    p99_seconds: float


class LoadFailed(Exception):
    """wrk did not run, or an answer was not 2xx: such a figure means nothing."""


def write_script(path: Path, body: bytes, key: str) -> Path:
    """A wrk script that posts ``body`` each time, with an API key."""
    body_file = path.with_suffix(".json")
    body_file.write_bytes(body)
    path.write_text(
        f'local file = io.open("{body_file}", "rb")\n'
        'wrk.method = "POST"\n'
        'wrk.body = file:read("*a")\n'
        'wrk.headers["Content-Type"] = "application/json"\n'
        f'wrk.headers["Authorization"] = "Bearer {key}"\n',
        encoding="utf-8",
    )
    return path


def run_load(url: str, script: Path, *, connections: int, seconds: int) -> Load:
    """Raises LoadFailed."""
    command = [
        "taskset", "-c", LOAD_CORE, "wrk", "--threads", "1", "--connections", str(connections),
        "--duration", f"{seconds}s", "--timeout", "10s", "--latency", "--script", str(script), url,
    ]  # fmt: skip
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode or "Non-2xx" in result.stdout or "Socket errors" in result.stdout:
        raise LoadFailed(result.stdout + result.stderr)
    return Load(
        requests_per_second=float(_found(r"Requests/sec:\s+([\d.]+)", result.stdout)[0]),
        p50_seconds=_percentile("50", result.stdout),
        p99_seconds=_percentile("99", result.stdout),
    )


def _percentile(percent: str, output: str) -> float:
    number, unit = _found(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s)\s*$", output)
    return float(number) * _UNITS[unit]


def _found(pattern: str, output: str) -> tuple[str, ...]:
    match = re.search(pattern, output, re.MULTILINE)
    if match is None:
        raise LoadFailed(f"wrk's answer has no {pattern!r}:\n{output}")
    return match.groups()
