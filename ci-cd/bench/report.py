"""The figures as lines, as JSON and as a chart."""

import json
from dataclasses import asdict
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

from figures import P99_LIMIT, Result, Side
from matplotlib import pyplot as plt
from servers import Server


def print_results(results: list[Result], execution: str) -> None:
    print(f"\nThe flight model: {execution}")
    for found in results:
        verdict = "holds" if found.holds else "MISSED"
        print(f"\n{found.case.name}")
        _print_side("bare ", found.bare)
        _print_side("farol", found.farol)
        print(
            f"  ratio {found.ratio:.3f} (target {found.case.target_ratio:.2f}), "
            f"p99 {found.p99_ratio:.2f} × (limit {P99_LIMIT:.0f} at one row), "
            f"by processor time {found.cpu_ratio:.3f}: {verdict}"
        )


def print_servers(servers: list[Server], memory: dict[str, int]) -> None:
    print()
    for server in servers:
        print(
            f"{server.name:5}  cold start {server.cold_start_seconds:.2f} s, "
            f"{memory[server.name] / 1e6:.0f} MB resident after the load"
        )


def write_json(
    path: Path, results: list[Result], execution: str, servers: list[Server], memory: dict[str, int]
) -> None:
    document = {
        "execution": execution,
        "cases": [{**asdict(found), "holds": found.holds} for found in results],
        "servers": {
            server.name: {
                "cold_start_seconds": server.cold_start_seconds,
                "memory_bytes": memory[server.name],
            }
            for server in servers
        },
    }
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def write_chart(path: Path, results: list[Result]) -> None:
    figure, axes = plt.subplots(1, len(results), figsize=(3.2 * len(results), 3.6))
    for panel, found in zip(axes, results, strict=True):
        heights = [found.bare.requests_per_second, found.farol.requests_per_second]
        bars = panel.bar(["bare ASGI", "Farol"], heights, color=["#8d99ae", "#1971c2"], width=0.6)
        panel.bar_label(bars, fmt="{:,.0f}")
        panel.axhline(heights[0] * found.case.target_ratio, color="#c92a2a", linestyle="--")
        panel.set_title(f"{found.case.name}\nratio {found.ratio:.2f}", fontsize=10)
        panel.spines[["top", "right"]].set_visible(False)
        panel.margins(y=0.15)
    axes[0].set_ylabel("requests per second, one core")
    figure.text(0.5, 0.01, "dashed: the target", ha="center", color="#c92a2a", fontsize=9)
    figure.tight_layout(rect=(0, 0.04, 1, 1))
    figure.savefig(path)
    plt.close(figure)


def _print_side(name: str, side: Side) -> None:
    milliseconds = f"p50 {side.p50_seconds * 1e3:.2f} ms, p99 {side.p99_seconds * 1e3:.2f} ms"
    processor = f"{side.cpu_seconds_per_request * 1e6:.0f} µs of processor"
    print(f"  {name}  {side.requests_per_second:9,.0f} requests/s, {milliseconds}, {processor}")
