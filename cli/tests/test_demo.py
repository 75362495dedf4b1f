"""``farol demo``, in this process; how the flights are scored is tested beside the worker."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select
from typer.testing import CliRunner

from api.adapters.database import read_session, write_session
from api.adapters.settings import Settings
from api.core.history import queries
from api.core.history.types import BASE_MODEL, REPLAY_MODEL
from api.core.jobs.types import JobState
from api.core.models.operations import register_version
from api.core.rollouts.operations import promote
from api.core.tables import AuditEntry, Job
from cli import context, demo
from cli.main import app
from testing.artifacts import EXECUTION, seal_artifact
from worker.context import JobContext
from worker.history.load import EveryVersionKnowsIt
from worker.history.remove import remove_history
from worker.runner import run
from worker.runtime import Runtime, open_runtime

Work = Callable[..., None]


def loads(job: JobContext, *, history: str) -> None:
    """Has looked at the first day."""
    with job.session() as session:
        found = queries.to_load(session, history)
        found.loaded_until = found.starts_at + timedelta(days=1)
    job.progress(0.01, "the first day")


def fails(_job: JobContext, *, history: str) -> None:
    raise EveryVersionKnowsIt(f"every version knows the flights of {history}")


def removes(job: JobContext, *, history: str) -> None:
    remove_history(job, model=history)


@pytest.fixture
def farol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["Farol"]:
    """Of an installation whose flights one version answers."""
    monkeypatch.setenv("FAROL_DATA_DIR", str(tmp_path / "data"))
    _forget_the_installation()
    with write_session(context.sessions()) as session:
        artifact, now = seal_artifact(tmp_path / "sealed", model=BASE_MODEL), context.now()
        register_version(session, artifact=artifact, execution=EXECUTION, created_by="ada", now=now)
        promote(session, model=BASE_MODEL, version=1, actor="ada", reason="first", now=now)
    farol = Farol()
    monkeypatch.setattr(demo, "working", farol.working)
    yield farol
    context.sessions().kw["bind"].dispose()
    _forget_the_installation()


def _forget_the_installation() -> None:
    context.settings.cache_clear()
    context.sessions.cache_clear()


class Farol:
    """The command, and a worker that does in this process what a test gives it to do."""

    def __init__(self) -> None:
        self.work = {"history.load": loads, "history.remove": removes}

    def __call__(self, *words: str) -> Result:
        return CliRunner().invoke(app, ["demo", *words])

    @contextmanager
    def working(self, settings: Settings) -> Iterator[Callable[[], None]]:
        runtime = open_runtime(settings)
        yield lambda: self._do_what_waits(runtime)
        runtime.sessions.kw["bind"].dispose()

    def _do_what_waits(self, runtime: Runtime) -> None:
        for job in jobs(state=JobState.QUEUED):
            if job.task in self.work:
                run(runtime, job_id=job.id, worker="test", work=self.work[job.task])


def jobs(*, state: JobState | None = None) -> list[Job]:
    with read_session(context.sessions()) as session:
        found = session.scalars(select(Job).order_by(Job.id)).all()
        return [job for job in found if state is None or job.state == state.value]


def audited() -> list[tuple[str, str, str]]:
    with read_session(context.sessions()) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        kept = [(entry.action, entry.actor, entry.reason) for entry in entries]
        return [entry for entry in kept if entry[0].startswith("history.")]


def test_it_is_loaded_by_a_job_and_told_with_what_it_is(farol: Farol) -> None:
    result = farol("--reason", "For Monday.")
    assert result.exit_code == 0, result.output
    said = " ".join(result.output.split())
    assert "loading: 1% the first day" in said
    assert "Replay of 2013 flights, shifted by" in said
    assert f"alerts of {REPLAY_MODEL}. Remove it with: farol demo --remove" in said
    assert audited() == [("history.load", context.actor(), "For Monday.")]
    assert [job.task for job in jobs()] == ["history.load"]


def test_where_it_is_there_already_nothing_is_done(farol: Farol) -> None:
    farol()
    told = json.loads(farol("--json").stdout)
    assert (told["status"], told["base_version"], len(jobs())) == ("loaded", 1, 1)
    assert told["starts_at"] < told["ends_at"]
    assert set(told["rows"].values()) == {0}


def test_a_failure_says_why_and_the_same_command_goes_on(farol: Farol) -> None:
    farol.work["history.load"] = fails
    failed = farol()
    assert failed.exit_code == 1
    said = " ".join(failed.stderr.split())
    assert f"failed: every version knows the flights of {REPLAY_MODEL}. The same command" in said
    assert "(stopped)" in " ".join(farol("--status").output.split())
    farol.work["history.load"] = loads
    assert json.loads(farol("--json").stdout)["status"] == "loaded"
    loading = [job.state for job in jobs() if job.task == "history.load"]
    assert loading == ["failed", "succeeded"]


def test_it_is_removed_and_only_then_absent(farol: Farol) -> None:
    farol()
    removed = farol("--remove", "--json", "--reason", "Monday is over.")
    assert json.loads(removed.stdout) == {"status": "absent"}
    assert audited()[-1] == ("history.remove", context.actor(), "Monday is over.")
    assert "Load it with: farol demo" in farol("--status").output


def test_a_removal_stops_what_still_loads_it(farol: Farol) -> None:
    with write_session(context.sessions()) as session:
        demo._ask(session, remove=False, reason="a test")
    assert "(loading)" in " ".join(farol("--status").output.split())
    assert farol("--remove").exit_code == 0
    assert [(job.task, job.state) for job in jobs()] == [
        ("history.load", "cancelled"),
        ("history.remove", "succeeded"),
    ]
