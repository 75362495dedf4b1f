"""A training job: recipe in, registered version out. Killed and repeated at any step, it makes the
same artifact again, under the same digest, and so the same version."""

from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

from sqlalchemy.orm import Session

from api.artifact.sealing import Artifact, open_artifact
from api.artifact.snapshot import Execution
from api.core.errors import FarolError, Kind, one_of
from api.core.tables import TrainingRun
from api.core.training import operations, queries
from api.serving.measuring import MeasuringFailed, measure
from worker.context import JobContext
from worker.experiment_log import log_training, mirror_version
from worker.pipelines.recipe import Recipe
from worker.pipelines.train import TrainedArtifact, train
from worker.publishing import Origin, Published, publish
from worker.recipes import catalogue
from worker.reports.asking import ask_after_training
from worker.training.lineage import code_commit
from worker.training.log import dated, log_of, rfc3339
from worker.training.recalibration import RECALIBRATE, recalibrate_served

TRAINING_SHARE = 0.9
"""Of the job's progress; the rest is keeping, measuring and registering."""


class UnknownRecipe(FarolError):
    kind: ClassVar[Kind] = "not_found"


class GraphDoesNotRun(FarolError):
    """Trained, converted and sealed, but not served: it is not registered."""

    kind: ClassVar[Kind] = "invalid"


def run_training(context: JobContext, *, training_run_id: int) -> None:
    with context.reading() as session:
        run = queries.get(session, training_run_id)
    if run.version is not None:
        context.log(f"{run.model_name} version {run.version} was registered by an earlier attempt")
        return
    with context.reading() as session:
        trained = _train(context, run, session)
    context.progress(TRAINING_SHARE, "keeping the artifact")
    artifact = open_artifact(context.store.path(context.store.put(trained.directory)))
    context.progress(0.95, "measuring what it costs to run")
    with ThreadPoolExecutor(1, "measuring") as beside:
        # A process of its own measures; the pictures are drawn and logged meanwhile.
        measuring = beside.submit(_measured, artifact)
        run_id = log_training(context, trained, artifact, training_run_id=run.id)
        execution = measuring.result()
    context.log(execution.reason)
    published = _register(context, run, artifact, execution, run_id)
    mirror_version(context, artifact, published, run_id)
    context.log(published.sentence(run.model_name))


def _train(context: JobContext, run: TrainingRun, session: Session) -> TrainedArtifact:
    parameters = dated(run.parameters, run.created_at)
    if parameters.get("method") == RECALIBRATE:
        return recalibrate_served(context, run, session)
    return train(
        _recipe(run.recipe),
        parameters,
        packages=context.settings.packages_dir,
        output=context.working_directory() / "artifact",
        progress=lambda share, line: context.progress(TRAINING_SHARE * share, line),
        # The run's own time and not the clock's: a repeated attempt seals the same bytes.
        created_at=rfc3339(run.created_at),
        code_commit=code_commit(),
        served=log_of(session, run.model_name, parameters),
    )


def _recipe(name: str) -> Recipe:
    recipes = catalogue()
    if name not in recipes:
        raise UnknownRecipe(f"there is no recipe {name!r}; {one_of(list(recipes))}")
    return recipes[name]


def _measured(artifact: Artifact) -> Execution:
    try:
        return measure(artifact.directory)
    except MeasuringFailed as error:
        raise GraphDoesNotRun(f"the sealed graph cannot be run: {error}") from error


def _register(
    context: JobContext,
    run: TrainingRun,
    artifact: Artifact,
    execution: Execution,
    mlflow_run_id: str | None,
) -> Published:
    origin = Origin(
        actor=run.created_by,
        reason=run.reason,
        training_run_id=run.id,
        mlflow_run_id=mlflow_run_id,
        recipe=run.recipe,
    )
    with context.session() as session:
        published = publish(session, context, artifact, execution, origin)
        completed = operations.complete(session, training_run_id=run.id, version=published.version)
        if published.version > 1:
            ask_after_training(context, session, completed)
    return published
