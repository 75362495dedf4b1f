"""What is measured, and how rounds become one figure: by medians, against a bad round."""

from dataclasses import dataclass
from statistics import median

from load import Load


@dataclass(frozen=True)
class Case:
    """One payload at one number of connections, and the ratio that it must reach."""

    name: str
    rows: int
    connections: int
    target_ratio: float


CASES = (
    Case("1 row, 16 connections", 1, 16, 0.70),
    Case("1 row, 64 connections", 1, 64, 0.70),
    Case("100 rows, 16 connections", 100, 16, 0.75),
)
P99_LIMIT = 2.0
"""Farol's 99th percentile may be this many times the bare application's, at one row."""


@dataclass(frozen=True)
class Round:
    """One run of the load generator against each server, one right after the other."""

    bare: Load
    farol: Load
    bare_cpu_seconds: float
    """Of the server's process, per request."""
    farol_cpu_seconds: float


@dataclass(frozen=True)
class Side:
    requests_per_second: float
    p50_seconds: float
    p99_seconds: float
    cpu_seconds_per_request: float


@dataclass(frozen=True)
class Result:
    case: Case
    bare: Side
    farol: Side
    ratio: float
    """Median over the rounds of Farol's requests per second over the bare application's."""
    cpu_ratio: float
    """The same of processor time, the other way round: what the ratio is on an idle machine."""
    p99_ratio: float
    ratios: tuple[float, ...]

    @property
    def holds(self) -> bool:
        p99_holds = self.case.rows > 1 or self.p99_ratio <= P99_LIMIT
        return self.ratio >= self.case.target_ratio and p99_holds


def result(case: Case, rounds: list[Round]) -> Result:
    ratios = [r.farol.requests_per_second / r.bare.requests_per_second for r in rounds]
    return Result(
        case=case,
        bare=_side([r.bare for r in rounds], [r.bare_cpu_seconds for r in rounds]),
        farol=_side([r.farol for r in rounds], [r.farol_cpu_seconds for r in rounds]),
        ratio=median(ratios),
        cpu_ratio=median(r.bare_cpu_seconds / r.farol_cpu_seconds for r in rounds),
        p99_ratio=median(r.farol.p99_seconds / r.bare.p99_seconds for r in rounds),
        ratios=tuple(ratios),
    )


def _side(loads: list[Load], cpu_seconds: list[float]) -> Side:
    return Side(
        requests_per_second=median(load.requests_per_second for load in loads),
        p50_seconds=median(load.p50_seconds for load in loads),
        p99_seconds=median(load.p99_seconds for load in loads),
        cpu_seconds_per_request=median(cpu_seconds),
    )
