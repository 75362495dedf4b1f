"""The flight model to measure: this installation's own, or one trained for the purpose."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

from worker.pipelines.train import train
from worker.recipes import catalogue

MODEL = "flight-delay"


def flight_artifact(data_dir: Path, work_dir: Path) -> Path:
    """A directory with the sealed artifact; the newest one of the store where there are several."""
    stored = [path for path in (data_dir / "artifacts").glob("*/manifest.json") if _is_flight(path)]
    if stored:
        return max(stored, key=lambda path: path.stat().st_mtime).parent
    output = work_dir / "artifact"
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    print(f"No {MODEL} version in {data_dir}: training one.")
    train(
        catalogue()[MODEL],
        {},
        packages=data_dir / "packages",
        output=output,
        progress=lambda share, line: print(f"  {share:4.0%} {line}"),
        created_at=datetime.now(UTC).isoformat(),
        code_commit="",
    )
    return output


def _is_flight(manifest: Path) -> bool:
    return bool(json.loads(manifest.read_text(encoding="utf-8"))["model"] == MODEL)


def payload(artifact: Path, rows: int) -> bytes:
    """A predict request of ``rows`` real flights, repeated where there are fewer."""
    known = json.loads((artifact / "background.json").read_text(encoding="utf-8"))
    return json.dumps({"rows": [known[i % len(known)] for i in range(rows)]}).encode()
