from worker.context import JobContext
from worker.task import job


@job("training.train")
def train(context: JobContext, *, training_run_id: int) -> None:
    # Training libraries load in the child that needs them: the pool forks from a small process.
    from worker.training.run import run_training  # noqa: PLC0415

    run_training(context, training_run_id=training_run_id)


@job("training.publish_recipes")
def publish_recipes(context: JobContext) -> None:
    from worker.training.publish import publish_catalogue  # noqa: PLC0415

    publish_catalogue(context)
