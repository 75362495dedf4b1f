"""``farol replay``: a recorded year through the public API, under policies that act alone."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import httpx
import typer

from api.adapters.artifact_store import LocalArtifactStore
from api.adapters.database import make_engine, make_session_factory, read_session, write_session
from api.adapters.migration import migrate
from api.adapters.settings import Settings
from api.artifact.sealing import Artifact, open_artifact
from api.core import outbox
from api.core.access.operations import ensure_first_administrator
from api.core.models.queries import get_version
from api.core.rollouts.queries import champion
from cli import context
from cli.output import JsonFlag, console, fail, print_json, print_table

if TYPE_CHECKING:
    from worker.replays.report import Arm, Month, ReplayReport

app = typer.Typer(help="Play recorded history through the public API.", no_args_is_help=True)

START_SECONDS = 600.0
STOP_SECONDS = 60.0


@dataclass(frozen=True)
class Replayed:
    """An installation of the replay's own."""

    settings: Settings
    url: str
    password: str


@app.callback()
def replay() -> None:
    """Play recorded history through the public API."""


@app.command()
def flights(
    data: Annotated[Path | None, typer.Option(help="Folder of the replay's own Farol.")] = None,
    begin: Annotated[str, typer.Option("--from", help="First day, 2013-03-01 or later.")] = (
        "2013-03-01"
    ),
    end: Annotated[str, typer.Option("--to", help="The day after the last one.")] = "2014-01-01",
    seconds_per_day: Annotated[
        float | None, typer.Option(help="Pace of a demonstration; as fast as it goes without.")
    ] = None,
    report: Annotated[Path, typer.Option(help="Folder for report.json and its charts.")] = Path(
        "build/replay"
    ),
    as_json: JsonFlag = False,
) -> None:
    """Play 2013's flights, each flight's truth arriving when it landed, and report three arms.

    A Farol of its own is started in a new folder and stopped again; the year takes some minutes.
    """
    # pandas, ONNX and the training libraries: no other command waits for them.
    from worker.replays.charts import write_charts  # noqa: PLC0415
    from worker.replays.client import Platform  # noqa: PLC0415
    from worker.replays.flights_year import MODEL, Pace, replay_flights  # noqa: PLC0415
    from worker.replays.pace import midnight  # noqa: PLC0415

    # Whoever ends the replay ends the Farol that it has started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    pace = Pace(midnight(begin), midnight(end), seconds_per_day)
    directory = data or context.settings().data_dir / "replays" / f"{context.now():%Y%m%dT%H%M%S}"
    with _installation(directory, MODEL) as replayed:
        console.print(f"Farol of this replay: {replayed.url}  (admin, {replayed.password})")
        with Platform.entered(replayed.url, replayed.password, MODEL) as platform:
            found = replay_flights(
                platform,
                _champion(replayed.settings, MODEL),
                packages=replayed.settings.packages_dir,
                pace=pace,
                drill=lambda: _drill(platform, replayed.settings, end),
                progress=lambda line: console.print(line, highlight=False),
            )
    report.mkdir(parents=True, exist_ok=True)
    write_charts(found, report)
    if as_json:
        print_json(found.as_json())
    else:
        show(found, report)


@contextmanager
def _installation(directory: Path, model: str) -> Iterator[Replayed]:
    if directory.exists() and any(directory.iterdir()):
        raise fail(f"{directory} is not empty: a replay starts from nothing")
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "packages").symlink_to(context.settings().packages_dir.resolve())
    port, password = _free_port(), secrets.token_urlsafe(15)
    environment = {
        "FAROL_DATA_DIR": str(directory.absolute()),
        "FAROL_PORT": str(port),
        "FAROL_HOST": "127.0.0.1",
        "FAROL_DATABASE_URL": "",
        "FAROL_BROKER_URL": "",
        "FAROL_FIRST_MODELS": f'["{model}"]',
    }
    settings = Settings(data_dir=directory.absolute(), port=port, database_url="", broker_url="")
    _make_administrator(settings, password)
    log = (directory / "up.log").open("w")
    with (
        log,
        subprocess.Popen(
            [sys.executable, "-m", "cli", "up"],
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_ready(url, process, directory / "up.log")
            yield Replayed(settings, url, password)
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def _make_administrator(settings: Settings, password: str) -> None:
    """Before the first start, which would print a password of its own."""
    migrate(settings.database)
    engine = make_engine(settings.database)
    with write_session(make_session_factory(engine)) as session:
        ensure_first_administrator(session, now=datetime.now(UTC), password=password)
    engine.dispose()


def _drill(platform: Any, settings: Settings, end: str) -> None:
    engine = make_engine(settings.database)
    with write_session(make_session_factory(engine)) as session:
        job = outbox.enqueue(
            session,
            task="replays.drill",
            arguments={"end": end},
            now=datetime.now(UTC),
            created_by=context.actor(),
        )
    engine.dispose()
    platform.finished(job.id)


def _champion(settings: Settings, model: str) -> Artifact:
    engine = make_engine(settings.database)
    with read_session(make_session_factory(engine)) as session:
        digest = get_version(session, model, champion(session, model) or 1).digest
    engine.dispose()
    return open_artifact(LocalArtifactStore(settings.artifacts_dir).path(digest))


def _wait_until_ready(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise fail(f"Farol ended with status {process.returncode}; see {log}")
        try:
            if httpx.get(f"{url}/health/ready", timeout=2).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise fail(f"Farol was not ready after {START_SECONDS:.0f} s; see {log}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def show(found: "ReplayReport", folder: Path | str) -> None:
    """The arms by month, the drills, and what the platform did by itself."""
    for score, read in (
        ("Brier score", lambda month: month.brier),
        ("AUC", lambda month: month.auc),
    ):
        print_table(by_month(found.arms, score, read), empty="Nothing was played.")
        console.print()
    own = found.deeds
    for drill in found.drills:
        stopped = f"stopped in {drill.stopped_in}" if drill.stopped_in else "NOT STOPPED"
        share = f"{drill.largest_weight:.0%} of the traffic"
        console.print(f"drill {drill.name}: {stopped}, at most {share}: {drill.reason}")
    console.print(
        f"\nThe better of the first two, month by month and in hindsight: "
        f"{found.hindsight_brier:.4f}; Farol: {found.platform.mean_brier:.4f}\n"
        f"Farol by itself: {own.retrainings} retrainings, {own.recalibrations} recalibrations, "
        f"{own.promotions} promotions, {own.refusals} refusals, {own.rollbacks} rollbacks\n"
        f"{found.rows:,} flights and {found.truths:,} truths in {found.seconds:.0f} s; "
        f"charts and reasons in {folder}",
        highlight=False,
    )


def by_month(
    arms: Sequence["Arm"], score: str, read: Callable[["Month"], float | None]
) -> list[dict[str, str | None]]:
    """A line a month, an arm a column, and their means, each month counted once."""

    def line(label: str, values: Sequence[float | None]) -> dict[str, str | None]:
        told = (None if value is None else f"{value:.4f}" for value in values)
        return {score: label, **dict(zip((arm.name for arm in arms), told, strict=True))}

    columns = [[read(month) for month in arm.months] for arm in arms]
    lines = [
        line(month.month, values)
        for month, values in zip(arms[0].months, zip(*columns, strict=True), strict=True)
    ]
    return [*lines, line("mean", [_mean(column) for column in columns])]


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
