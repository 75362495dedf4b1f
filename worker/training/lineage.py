"""Which code trained a version."""

import subprocess
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]


def code_commit() -> str:
    """The commit of the checkout, with ``+changes`` where files differ from it; the package's
    version where there is no checkout or no git."""
    if not (ROOT / ".git").exists():
        return _package_version()
    try:
        commit = _git("rev-parse", "HEAD")
        changed = _git("status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.SubprocessError):
        return _package_version()
    return f"{commit}+changes" if changed else commit


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(ROOT), *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    return result.stdout.strip()


def _package_version() -> str:
    try:
        return f"farol {metadata.version('farol')}"
    except metadata.PackageNotFoundError:
        return "unknown"
