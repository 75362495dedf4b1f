import subprocess
import sys
from pathlib import Path

import pytest
from mlflow import MlflowClient

from api.adapters.mlflow_registry import MlflowRegistry
from testing.artifacts import seal_artifact

PNG = b"\x89PNG\r\n"


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mlflow")


@pytest.fixture(scope="module")
def uri(directory: Path) -> str:
    return f"sqlite:///{directory / 'mlflow.db'}"


@pytest.fixture(scope="module")
def registry(uri: str) -> MlflowRegistry:
    return MlflowRegistry(uri)


@pytest.fixture(scope="module")
def client(uri: str) -> MlflowClient:
    return MlflowClient(tracking_uri=uri, registry_uri=uri)


def log(registry: MlflowRegistry, artifact_dir: Path, experiment: str = "demo") -> str:
    return registry.log_run(
        experiment=experiment,
        parameters={"trees": 200, "note": "x" * 10_000},
        metrics={"brier": 0.17},
        plots={"calibration": PNG},
        artifact_dir=artifact_dir,
        tags={"farol.digest": "d"},
    )


def test_a_training_is_logged_whole(
    registry: MlflowRegistry, client: MlflowClient, tmp_path: Path, directory: Path
) -> None:
    artifact = seal_artifact(tmp_path / "a")
    (artifact.directory / "notes.txt").write_text("draft")
    run = client.get_run(log(registry, artifact.directory))
    assert run.info.status == "FINISHED"
    assert run.data.params["trees"] == "200"
    assert run.data.metrics == {"brier": 0.17}
    assert run.data.tags["farol.digest"] == "d"
    files = Path(run.info.artifact_uri.removeprefix("file://"))
    assert files.is_relative_to(directory)
    assert (files / "plots" / "calibration.png").read_bytes() == PNG
    kept = sorted(path.name for path in (files / "artifact").iterdir())
    assert kept == ["manifest.json", "model.onnx", "schema.json"]


def test_a_training_that_cannot_be_logged_is_marked_as_failed(
    registry: MlflowRegistry, client: MlflowClient, tmp_path: Path
) -> None:
    with pytest.raises(Exception, match="manifest cannot be read"):
        log(registry, tmp_path, experiment="broken")
    experiment = client.get_experiment_by_name("broken")
    assert experiment is not None
    (run,) = client.search_runs([experiment.experiment_id])
    assert run.info.status == "FAILED"


def test_versions_and_aliases_mirror_farols(
    registry: MlflowRegistry, client: MlflowClient, tmp_path: Path
) -> None:
    # MLflow hears of version 2 first: its own numbers differ from ours.
    for version in (2, 1):
        artifact = seal_artifact(tmp_path / str(version), model="mirror", graph=bytes([version]))
        run_id = log(registry, artifact.directory, "mirror") if version == 2 else None
        for _ in range(2):
            registry.register(
                model="mirror",
                digest=artifact.digest,
                run_id=run_id,
                version=version,
                artifact_dir=artifact.directory,
            )
    registry.set_alias(model="mirror", alias="champion", version=2)
    assert len(client.search_model_versions("name = 'mirror'")) == 2
    champion = client.get_model_version_by_alias("mirror", "champion")
    assert champion.tags["farol.version"] == "2"
    registry.set_alias(model="mirror", alias="champion", version=1)
    champion = client.get_model_version_by_alias("mirror", "champion")
    assert champion.tags["farol.version"] == "1"
    registry.set_alias(model="mirror", alias="champion", version=None)
    assert client.get_registered_model("mirror").aliases == {}


def test_an_alias_of_an_unknown_version_is_an_error(
    registry: MlflowRegistry, tmp_path: Path
) -> None:
    artifact = seal_artifact(tmp_path / "a", model="lonely")
    registry.register(
        model="lonely",
        digest=artifact.digest,
        run_id=None,
        version=1,
        artifact_dir=artifact.directory,
    )
    with pytest.raises(LookupError, match="version 9 of lonely"):
        registry.set_alias(model="lonely", alias="champion", version=9)


@pytest.mark.slow
def test_processes_may_make_its_tables_at_once(tmp_path: Path) -> None:
    artifact = seal_artifact(tmp_path / "a")
    program = (
        "import sys; from pathlib import Path\n"
        "from api.adapters.mlflow_registry import MlflowRegistry\n"
        "MlflowRegistry(sys.argv[1]).log_run(experiment='e', parameters={}, metrics={}, plots={},"
        " artifact_dir=Path(sys.argv[2]), tags={})"
    )
    uri = f"sqlite:///{tmp_path / 'first' / 'mlflow.db'}"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, uri, artifact.directory], stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    ends = [(process.communicate()[1].decode(), process.returncode) for process in processes]
    assert [code for _, code in ends] == [0, 0], ends
    client = MlflowClient(tracking_uri=uri)
    experiment = client.get_experiment_by_name("e")
    assert experiment is not None
    assert len(client.search_runs([experiment.experiment_id])) == 2
