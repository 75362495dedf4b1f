"""The experiment log beside the registry. It mirrors and never decides: a training that it could
not hear of is registered all the same, and the job's log says so."""

from collections.abc import Callable
from typing import TypeVar

from api.adapters.mlflow_registry import MlflowRegistry
from api.artifact.sealing import Artifact
from worker.context import JobContext
from worker.pipelines.train import TrainedArtifact
from worker.publishing import Published

Answer = TypeVar("Answer")


def log_training(
    context: JobContext, trained: TrainedArtifact, artifact: Artifact, *, training_run_id: int
) -> str | None:
    """The run's id, or None when MLflow did not answer.

    A job that is killed between this and its commit logs its run again: both bear the digest.
    """
    return _asked(
        context,
        lambda registry: registry.log_run(
            experiment=artifact.manifest.model,
            parameters=trained.parameters,
            metrics=trained.metrics,
            plots=trained.plots,
            artifact_dir=artifact.directory,
            tags={
                "farol.digest": artifact.digest,
                "farol.training_run_id": str(training_run_id),
                "farol.code_commit": artifact.manifest.code_commit,
            },
        ),
    )


def mirror_version(
    context: JobContext, artifact: Artifact, published: Published, run_id: str | None
) -> None:
    """Show the version and its alias in MLflow's registry."""

    def mirror(registry: MlflowRegistry) -> None:
        model = artifact.manifest.model
        registry.register(
            model=model,
            digest=artifact.digest,
            run_id=run_id,
            version=published.version,
            artifact_dir=artifact.directory,
        )
        registry.set_alias(model=model, alias=published.alias, version=published.version)

    _asked(context, mirror)


def _asked(context: JobContext, question: Callable[[MlflowRegistry], Answer]) -> Answer | None:
    try:
        return question(MlflowRegistry(context.settings.mlflow))
    except Exception as error:  # noqa: BLE001 - MLflow raises of many kinds, and none may cost a version
        context.log(f"MLflow did not take it ({type(error).__name__})", level="warning")
        return None
