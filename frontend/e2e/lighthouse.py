"""Lighthouse's scores of a page: as the tests and the benchmark ask for them."""

import json
import os
import subprocess
from pathlib import Path

from product import ROOT

FRONTEND = ROOT / "frontend"
CATEGORIES = ("performance", "accessibility", "best-practices")


def scores(url: str, folder: Path, cookies: str = "") -> dict[str, float]:
    """Each category's score, 0 to 1, on the phone and the slow line that Lighthouse simulates."""
    report = folder / "lighthouse.json"
    command = [
        "npx",
        "--no-install",
        "lighthouse",
        url,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking",
    ]
    if cookies:
        headers = folder / "headers.json"
        headers.write_text(json.dumps({"Cookie": cookies}), encoding="utf-8")
        command.append(f"--extra-headers={headers}")
    environment = os.environ | {"CHROME_PATH": "/usr/bin/chromium"}
    subprocess.run(
        command, cwd=FRONTEND, env=environment, check=True, timeout=180, capture_output=True
    )
    found = json.loads(report.read_text(encoding="utf-8"))
    assert "runtimeError" not in found, found["runtimeError"]
    return {name: found["categories"][name]["score"] for name in CATEGORIES}
