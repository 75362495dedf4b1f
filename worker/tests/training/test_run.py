"""A training job around its pipeline: what is registered, mirrored, repeated and refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from api.adapters.database import read_session, write_session
from api.artifact.documents import Evaluation
from api.core import outbox
from api.core.models.queries import versions
from api.core.reports.queries import list_reports
from api.core.rollouts.queries import champion, standing
from api.core.training import operations, queries
from worker import experiment_log
from worker.context import JobContext
from worker.interruptions import CancelRequested
from worker.pipelines.train import TrainedArtifact
from worker.runner import run
from worker.tests import tiny_model
from worker.tests.installation import Installation
from worker.training import run as training

EVALUATION = Evaluation({"en": "by time"}, 1, 1, {"en": "none"}, "brier", ())


@dataclass
class MlflowOfATest:
    """Keeps ``api.core.ports.ModelRegistry`` in memory."""

    away: bool = False
    runs: list[Mapping[str, str]] = field(default_factory=list)
    aliases: dict[str, int | None] = field(default_factory=dict)

    def log_run(self, *, tags: Mapping[str, str], **_: Any) -> str:
        if self.away:
            raise ConnectionError("nobody answers")
        self.runs.append(tags)
        return f"run-{len(self.runs)}"

    def register(self, **_: Any) -> None:
        if self.away:
            raise ConnectionError("nobody answers")

    def set_alias(self, *, model: str, alias: str, version: int | None) -> None:
        self.aliases[f"{model}@{alias}"] = version


@pytest.fixture
def mlflow(monkeypatch: pytest.MonkeyPatch) -> MlflowOfATest:
    made = MlflowOfATest()
    monkeypatch.setattr(experiment_log, "MlflowRegistry", lambda _uri: made)
    return made


@pytest.fixture(autouse=True)
def quick_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seals the tiny model under the run's own time instead of fitting for half a minute."""

    def train(_recipe: object, parameters: Mapping[str, Any], **given: Any) -> TrainedArtifact:
        given["progress"](0.5, "fitting")
        digest = tiny_model.write_sealed(given["output"], created_at=given["created_at"])
        metrics = {"brier": 0.2}
        return TrainedArtifact(given["output"], digest, EVALUATION, dict, metrics, parameters)

    monkeypatch.setattr(training, "train", train)
    monkeypatch.setattr(training, "catalogue", lambda: {"tiny": object()})


def start(installation: Installation, recipe: str = "tiny") -> int:
    """Returns the training run's id."""
    with write_session(installation.runtime.sessions) as session:
        return operations.start(
            session,
            model="tiny",
            recipe=recipe,
            parameters={},
            reason="the month is over",
            actor="person:ana",
            now=installation.runtime.clock(),
        ).id


def work(context: JobContext, *, training_run_id: int) -> None:
    training.run_training(context, training_run_id=training_run_id)


def train(installation: Installation, training_run_id: int) -> Any:
    """Run the job in this process; returns it."""
    with read_session(installation.runtime.sessions) as session:
        job_id = queries.get(session, training_run_id).job_id
    run(installation.runtime, job_id=job_id, worker="test", work=work)
    return installation.job(job_id)


def test_the_first_version_serves_and_the_next_is_proposed(
    embedded: Installation, mlflow: MlflowOfATest
) -> None:
    assert train(embedded, start(embedded)).message == "tiny version 1 serves"
    assert train(embedded, start(embedded)).message == "tiny version 2 is registered and proposed"

    with read_session(embedded.runtime.sessions) as session:
        assert champion(session, "tiny") == 1
        assert standing(session, "tiny").proposed == frozenset({2})
        second, first = versions(session, "tiny")
    assert (first.mlflow_run_id, second.mlflow_run_id) == ("run-1", "run-2")
    assert mlflow.runs[0]["farol.digest"] == first.digest
    assert mlflow.aliases == {"tiny@champion": 1, "tiny@challenger": 2}


def test_a_retraining_is_followed_by_a_report_and_a_first_training_is_not(
    embedded: Installation, mlflow: MlflowOfATest
) -> None:
    train(embedded, start(embedded))
    with read_session(embedded.runtime.sessions) as session:
        assert list_reports(session, model="tiny", limit=9).rows == []
    training_run_id = start(embedded)
    train(embedded, training_run_id)

    with read_session(embedded.runtime.sessions) as session:
        (report,) = list_reports(session, model="tiny", limit=9).rows
        run = queries.get(session, training_run_id)
    assert report.window_end.date() == run.created_at.date() + timedelta(days=1)
    assert report.window_end - report.window_start == timedelta(days=28)
    assert report.reason == "version 2 was trained: the month is over"
    assert embedded.job(report.job_id).task == "reports.write"


def test_a_training_that_is_repeated_after_a_kill_makes_one_version(
    embedded: Installation, mlflow: MlflowOfATest, monkeypatch: pytest.MonkeyPatch
) -> None:
    training_run_id = start(embedded)
    complete = operations.complete
    monkeypatch.setattr(operations, "complete", killed)
    assert train(embedded, training_run_id).state == "failed"
    with read_session(embedded.runtime.sessions) as session:
        assert versions(session, "tiny") == [], "what was half done was rolled back"
    monkeypatch.setattr(operations, "complete", complete)
    for _ in range(2):
        again(embedded, training_run_id)

    with read_session(embedded.runtime.sessions) as session:
        assert [version.version for version in versions(session, "tiny")] == [1]
        assert queries.get(session, training_run_id).version == 1
    assert len({run["farol.digest"] for run in mlflow.runs}) == 1


def killed(*_: Any, **__: Any) -> None:
    raise RuntimeError("killed here")


def again(installation: Installation, training_run_id: int) -> None:
    with write_session(installation.runtime.sessions) as session:
        job = outbox.enqueue(
            session,
            task=operations.TRAIN_TASK,
            arguments={"training_run_id": training_run_id},
            now=installation.runtime.clock(),
            created_by="test",
        )
    run(installation.runtime, job_id=job.id, worker="test", work=work)
    assert installation.job(job.id).state == "succeeded"


def test_a_version_is_not_lost_because_the_experiment_log_is_away(
    embedded: Installation, mlflow: MlflowOfATest
) -> None:
    mlflow.away = True
    job = train(embedded, start(embedded))

    assert job.state == "succeeded"
    warnings = [event.message for event in embedded.events(job.id) if event.level == "warning"]
    assert warnings == ["MLflow did not take it (ConnectionError)"] * 2


def test_an_unknown_recipe_is_answered_with_those_that_there_are(embedded: Installation) -> None:
    job = train(embedded, start(embedded, recipe="weather"))

    assert (job.state, job.error) == ("failed", "there is no recipe 'weather'; one of tiny")


def test_a_cancelled_training_registers_nothing(
    embedded: Installation, mlflow: MlflowOfATest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancelled(self: JobContext, share: float, line: str = "") -> None:
        raise CancelRequested

    monkeypatch.setattr(JobContext, "progress", cancelled)
    job = train(embedded, start(embedded))

    assert job.state == "cancelled"
    with read_session(embedded.runtime.sessions) as session:
        assert versions(session, "tiny") == []
    assert not list((embedded.settings.data_dir / "work").glob("*"))
