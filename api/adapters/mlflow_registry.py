"""MLflow as the experiment log and as a mirror of the registry. The only module that imports it."""

import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from api.adapters.artifact_copy import copy_sealed
from api.core.ports import Alias, ParameterValue

# MLflow reads these when it is imported.
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("DO_NOT_TRACK", "true")

from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag
from mlflow.entities.model_registry import ModelVersion
from mlflow.exceptions import MlflowException

ARTIFACT = "artifact"
PLOTS = "plots"
_DIGEST_TAG = "farol.digest"
_VERSION_TAG = "farol.version"
_RETRY_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0, 4.0)
_PARAMETER_CHARACTERS = 6_000
_MISSING = {"RESOURCE_DOES_NOT_EXIST"}
_THERE = {"RESOURCE_ALREADY_EXISTS"}

Answer = TypeVar("Answer")


class MlflowRegistry:
    """Keeps ``api.core.ports.ModelRegistry`` on MLflow, on its SQLite file or its server."""

    def __init__(self, tracking_uri: str) -> None:
        self._tracking_uri = tracking_uri
        with _first_start_lock(tracking_uri):
            self._client: MlflowClient = _patiently(
                lambda: MlflowClient(tracking_uri=tracking_uri, registry_uri=tracking_uri)
            )

    def log_run(
        self,
        *,
        experiment: str,
        parameters: Mapping[str, ParameterValue],
        metrics: Mapping[str, float],
        plots: Mapping[str, bytes],
        artifact_dir: Path,
        tags: Mapping[str, str],
    ) -> str:
        """Log one training; plots are PNG by name. Returns the run's id."""
        experiment_id = self._experiment(experiment)
        run = _patiently(lambda: self._client.create_run(experiment_id, tags=dict(tags)))
        run_id: str = run.info.run_id
        try:
            self._log_values(run_id, parameters, metrics)
            self._log_files(run_id, plots, artifact_dir)
        except BaseException:
            _patiently(lambda: self._client.set_terminated(run_id, status="FAILED"))
            raise
        _patiently(lambda: self._client.set_terminated(run_id, status="FINISHED"))
        return run_id

    def register(
        self, *, model: str, digest: str, run_id: str | None, version: int, artifact_dir: Path
    ) -> None:
        """Mirror a registered version. Doing it again changes nothing."""
        self._registered_model(model)
        if self._find(model, _DIGEST_TAG, digest) is not None:
            return
        tags = {_DIGEST_TAG: digest, _VERSION_TAG: str(version)}
        # MLflow's version must come from a run; a graph that was brought along has none.
        source_run = run_id or self.log_run(
            experiment=model,
            parameters={},
            metrics={},
            plots={},
            artifact_dir=artifact_dir,
            tags=tags,
        )
        root = _patiently(lambda: self._client.get_run(source_run)).info.artifact_uri
        _patiently(
            lambda: self._client.create_model_version(
                model,
                source=f"{root}/{ARTIFACT}",
                run_id=source_run,
                tags=tags,
                await_creation_for=0,
            )
        )

    def set_alias(self, *, model: str, alias: Alias, version: int | None) -> None:
        """Point the alias at Farol's version, or take it away. Raises LookupError when unknown."""
        if version is None:
            _patiently(lambda: self._client.delete_registered_model_alias(model, alias))
            return
        mirrored = self._find(model, _VERSION_TAG, str(version))
        if mirrored is None:
            raise LookupError(f"MLflow has not been told of version {version} of {model}")
        number = str(mirrored.version)
        _patiently(lambda: self._client.set_registered_model_alias(model, alias, number))

    def _experiment(self, name: str) -> str:
        known = _patiently(lambda: self._client.get_experiment_by_name(name))
        if known is not None:
            return str(known.experiment_id)
        location = _artifact_location(self._tracking_uri, name)
        try:
            made = _patiently(lambda: self._client.create_experiment(name, location))
            return str(made)
        except MlflowException as error:
            if error.error_code not in _THERE:
                raise
        return self._experiment(name)

    def _registered_model(self, name: str) -> None:
        try:
            _patiently(lambda: self._client.get_registered_model(name))
        except MlflowException as error:
            if error.error_code not in _MISSING:
                raise
        else:
            return
        try:
            _patiently(lambda: self._client.create_registered_model(name))
        except MlflowException as error:
            # Another worker registers the same model's first version at the same time.
            if error.error_code not in _THERE:
                raise

    def _find(self, model: str, tag: str, value: str) -> ModelVersion | None:
        versions = _patiently(lambda: self._client.search_model_versions(f"name = '{model}'"))
        return next((found for found in versions if found.tags.get(tag) == value), None)

    def _log_values(
        self,
        run_id: str,
        parameters: Mapping[str, ParameterValue],
        metrics: Mapping[str, float],
    ) -> None:
        now = int(datetime.now(UTC).timestamp() * 1_000)
        logged = [
            Param(name, str(value)[:_PARAMETER_CHARACTERS]) for name, value in parameters.items()
        ]
        measured = [Metric(name, value, now, 0) for name, value in metrics.items()]
        tags: list[RunTag] = []
        _patiently(lambda: self._client.log_batch(run_id, measured, logged, tags))

    def _log_files(self, run_id: str, plots: Mapping[str, bytes], artifact_dir: Path) -> None:
        with tempfile.TemporaryDirectory(prefix="farol-mlflow-") as temporary:
            directory = Path(temporary)
            (directory / PLOTS).mkdir()
            for name, png in plots.items():
                (directory / PLOTS / f"{Path(name).stem}.png").write_bytes(png)
            copy_sealed(artifact_dir, directory / ARTIFACT)
            _patiently(lambda: self._client.log_artifacts(run_id, temporary))


def _patiently(call: Callable[[], Answer]) -> Answer:
    """Try again while another process holds SQLite's one write lock."""
    for wait in _RETRY_SECONDS:
        try:
            return call()
        except (MlflowException, OperationalError) as error:
            if "database is locked" not in str(error):
                raise
        time.sleep(wait)
    return call()


def _artifact_location(tracking_uri: str, experiment: str) -> str | None:
    """Beside MLflow's own file, and not in whatever directory the process was started in.

    None for a server, which knows its own place.
    """
    path = _sqlite_path(tracking_uri)
    return (path.parent / "mlflow-artifacts" / experiment).as_uri() if path else None


@contextmanager
def _first_start_lock(tracking_uri: str) -> Iterator[None]:
    """MLflow makes its tables when first used, and trips over others that do so at once."""
    path = _sqlite_path(tracking_uri)
    if path is None:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.start-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sqlite_path(tracking_uri: str) -> Path | None:
    if not tracking_uri.startswith("sqlite:"):
        return None
    database = make_url(tracking_uri).database
    return Path(database).absolute() if database else None
