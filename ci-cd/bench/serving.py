"""``make bench``: Farol with everything on beside a bare ASGI application with the same graph.

One run, one machine, one core for the servers and another for the load generator; the rounds
alternate, so that whatever else the machine does meets both. Exits 1 where a target is missed.
"""

import argparse
import shutil
import sys
from pathlib import Path

import artifact as artifacts
import product
import report
from figures import CASES, Case, Result, Round, result
from load import Load, run_load, write_script
from servers import Server, bare_server, farol_server

BUILD = Path("build/bench")
WARM_UP_SECONDS = 1


def main() -> int:
    arguments = _arguments()
    shutil.rmtree(BUILD / "data", ignore_errors=True)
    BUILD.mkdir(parents=True, exist_ok=True)
    directory = artifacts.flight_artifact(arguments.data, BUILD)
    execution, key = product.prepare(BUILD / "data", directory)
    one_row = artifacts.payload(directory, 1)
    with (
        bare_server(directory, one_row) as bare,
        farol_server(BUILD / "data", artifacts.MODEL, one_row) as farol,
    ):
        results = [_measure(case, directory, bare, farol, key, arguments) for case in CASES]
        memory = {server.name: server.memory_bytes() for server in (bare, farol)}
    # The load left gigabytes of kept predictions that nobody asked for.
    shutil.rmtree(BUILD / "data")
    report.print_results(results, execution)
    report.print_servers([bare, farol], memory)
    report.write_json(BUILD / "serving.json", results, execution, [bare, farol], memory)
    report.write_chart(BUILD / "serving.svg", results)
    print(f"\nWritten: {BUILD / 'serving.json'}, {BUILD / 'serving.svg'}")
    return 0 if all(found.holds for found in results) else 1


def _measure(
    case: Case,
    directory: Path,
    bare: Server,
    farol: Server,
    key: str,
    arguments: argparse.Namespace,
) -> Result:
    body = artifacts.payload(directory, case.rows)
    script = write_script(BUILD / f"rows-{case.rows}.lua", body, key)
    for server in (bare, farol):
        run_load(server.url, script, connections=case.connections, seconds=WARM_UP_SECONDS)
    rounds = []
    for number in range(arguments.rounds):
        # Every other round the other one goes first.
        order = (bare, farol) if number % 2 == 0 else (farol, bare)
        loads = {s.name: _load(s, script, case.connections, arguments.seconds) for s in order}
        (bare_load, bare_cpu), (farol_load, farol_cpu) = loads["bare"], loads["farol"]
        rounds.append(Round(bare_load, farol_load, bare_cpu, farol_cpu))
        ratio = farol_load.requests_per_second / bare_load.requests_per_second
        print(f"{case.name}, round {number + 1}: ratio {ratio:.3f}", flush=True)
    return result(case, rounds)


def _load(server: Server, script: Path, connections: int, seconds: int) -> tuple[Load, float]:
    """The load's figures, and the server's processor seconds per request."""
    before = server.cpu_seconds()
    load = run_load(server.url, script, connections=connections, seconds=seconds)
    spent = server.cpu_seconds() - before
    return load, spent / (load.requests_per_second * seconds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=5, help="of one load")
    parser.add_argument("--data", type=Path, default=Path("data"), help="data directory")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
