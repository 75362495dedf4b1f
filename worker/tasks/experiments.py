from datetime import datetime

from worker.context import JobContext
from worker.task import job


@job("experiments.look")
def look(context: JobContext) -> None:
    # The statistics load in the child that needs them: the pool forks from a small process.
    from worker.experiments.due import enqueue_looks  # noqa: PLC0415

    enqueue_looks(context)


@job("experiments.evaluate")
def evaluate(context: JobContext, *, experiment_id: int, as_of: str | None = None) -> None:
    from worker.experiments.look import evaluate as evaluate_experiment  # noqa: PLC0415 - as above

    moment = None if as_of is None else datetime.fromisoformat(as_of)
    evaluate_experiment(context, experiment_id=experiment_id, as_of=moment)
