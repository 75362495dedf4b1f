"""Our drift check of a large table beside Evidently's of the same rows, as many as it manages.

Each side runs in a process of its own, one after the other, on the same machine; making the table
and importing libraries are not timed. Ours counts the window from scratch, learns the noise floors
and checks; Evidently runs ``DataDriftPreset`` with its default methods, without the HTML. Its rows
grow by about three until the next step would take longer than ``--evidently-seconds``.
"""

import argparse
import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import drift_table
import numpy as np

OUTPUT = Path("build/bench/drift.json")
EVIDENTLY_STEPS = (10_000, 30_000, 100_000, 300_000, 1_000_000)
GROWTH = 3.5


@dataclass(frozen=True)
class Measured:
    side: str
    rows: int
    features: int
    seconds: float
    parts: dict[str, float]
    """Seconds of each part, where there are several."""
    flagged: int
    """Columns called drifted; the table has ``drift_table.DRIFTED``."""
    peak_memory_bytes: int
    """Of the process, with its libraries and, for Evidently, the table that it needs at once."""


def main() -> None:
    arguments = _arguments()
    if arguments.side:
        measure = {"farol": measure_farol, "evidently": measure_evidently}[arguments.side]
        print(json.dumps(asdict(measure(arguments.rows, arguments.features))))
        return
    results = [_in_own_process("farol", arguments.rows, arguments.features)]
    results += _evidently_steps(arguments)
    _print(results)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps({"results": [asdict(found) for found in results]}, indent=2))
    print(f"\nWritten: {OUTPUT}")


def measure_farol(rows: int, features: int) -> Measured:
    # Each side imports its own libraries only: they are part of its memory.
    from monitoring.drift.check import check_drift  # noqa: PLC0415
    from monitoring.drift.joint_profile import profile_joint  # noqa: PLC0415
    from monitoring.drift.limits import DriftLimits  # noqa: PLC0415
    from monitoring.drift.noise_floor import Floors  # noqa: PLC0415
    from monitoring.drift.profile import profile_categories, profile_numbers  # noqa: PLC0415
    from monitoring.drift.window import Reference, Window, count_chunk  # noqa: PLC0415

    training = drift_table.reference(features)
    columns = {
        name: profile_categories(values) if values.dtype == object else profile_numbers(values)
        for name, values in training.items()
    }
    reference = Reference(columns, profile_joint(training, columns))
    window, counting = Window(), 0.0
    for chunk in drift_table.window(features, rows):
        start = perf_counter()
        window += count_chunk(chunk, reference)
        counting += perf_counter() - start
    floors = Floors(columns, seed=1)
    start = perf_counter()
    check_drift(reference, window, DriftLimits(), floors)
    first = perf_counter() - start
    start = perf_counter()
    report = check_drift(reference, window, DriftLimits(), floors)
    again = perf_counter() - start
    return Measured(
        side="farol",
        rows=rows,
        features=features,
        seconds=counting + first,
        parts={"count": counting, "learn_floors_and_check": first, "check_again": again},
        flagged=len(report.flagged),
        peak_memory_bytes=_peak_memory_bytes(),
    )


def measure_evidently(rows: int, features: int) -> Measured:
    import pandas as pd  # noqa: PLC0415
    from evidently import DataDefinition, Dataset, Report  # noqa: PLC0415
    from evidently.presets import DataDriftPreset  # noqa: PLC0415

    reference = pd.DataFrame(dict(drift_table.reference(features)))
    current = pd.concat(map(pd.DataFrame, drift_table.window(features, rows)), ignore_index=True)
    texts = [name for name in reference.columns if reference[name].dtype == object]
    definition = DataDefinition(
        numerical_columns=[name for name in reference.columns if name not in texts],
        categorical_columns=texts,
    )
    start = perf_counter()
    then = Dataset.from_pandas(reference, data_definition=definition)
    now = Dataset.from_pandas(current, data_definition=definition)
    found = Report([DataDriftPreset()]).run(now, then).dict()
    seconds = perf_counter() - start
    return Measured(
        side="evidently",
        rows=rows,
        features=features,
        seconds=seconds,
        parts={},
        flagged=int(np.rint(found["metrics"][0]["value"]["count"])),
        peak_memory_bytes=_peak_memory_bytes(),
    )


def _evidently_steps(arguments: argparse.Namespace) -> list[Measured]:
    results: list[Measured] = []
    for rows in sorted({min(step, arguments.rows) for step in EVIDENTLY_STEPS}):
        if results and results[-1].seconds * GROWTH > arguments.evidently_seconds:
            break
        results.append(_in_own_process("evidently", rows, arguments.features))
    return results


def _in_own_process(side: str, rows: int, features: int) -> Measured:
    command = [sys.executable, __file__, "--side", side, f"--rows={rows}", f"--features={features}"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def _peak_memory_bytes() -> int:
    """Linux counts in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _print(results: list[Measured]) -> None:
    print(f"{'':>10} {'rows':>10} {'columns':>8} {'seconds':>8} {'peak MB':>8} {'flagged':>8}")
    for found in results:
        memory = found.peak_memory_bytes / 1e6
        print(
            f"{found.side:>10} {found.rows:>10,} {found.features:>8} {found.seconds:>8.1f} "
            f"{memory:>8,.0f} {found.flagged:>8}"
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--features", type=int, default=100)
    parser.add_argument("--evidently-seconds", type=float, default=300.0)
    parser.add_argument("--side", choices=["farol", "evidently"], help="measure in this process")
    return parser.parse_args()


if __name__ == "__main__":
    main()
