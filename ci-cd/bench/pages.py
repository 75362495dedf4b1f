"""Lighthouse's scores of the gallery and the dashboard: medians of some runs, and their targets.

Lighthouse simulates a mid-range phone on a slow line. Its speed score counts the processor's
time too, so that it means little while the machine does something else.
"""

import os
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "frontend" / "e2e"))

from lighthouse import CATEGORIES, scores  # noqa: E402  # the end-to-end tests' own helpers
from product import free_port, prepare_data_dir, started  # noqa: E402
from test_lighthouse import session_cookies  # noqa: E402

RUNS = 5
TARGETS = {"performance": 0.90, "accessibility": 0.95, "best-practices": 0.95}


def main() -> int:
    missed = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        made_before = os.environ.get("FAROL_E2E_DATA_DIR")
        data_dir = prepare_data_dir(Path(made_before) if made_before else folder / "data")
        with started(data_dir, free_port()) as product:
            product.password = product.password or os.environ["FAROL_PASSWORD"]
            cookies = session_cookies(product)
            for name, path, sent in (("gallery", "/", ""), ("dashboard", "/dashboard", cookies)):
                runs = [scores(product.url + path, folder, sent) for _ in range(RUNS)]
                for category in CATEGORIES:
                    found = [run[category] for run in runs]
                    middle, target = statistics.median(found), TARGETS[category]
                    spread = f"{min(found):.2f} to {max(found):.2f}"
                    print(f"{name:10} {category:15} {middle:.2f}  ({spread}), target {target:.2f}")
                    if middle < target:
                        missed.append(f"{name}: {category}")
    if missed:
        print(f"Missed: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
