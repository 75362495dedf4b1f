from worker.context import JobContext
from worker.task import job


@job("history.load")
def load(context: JobContext, *, history: str) -> None:
    # ONNX Runtime, pandas and River load in the child: the pool forks from a small process.
    from worker.history.load import load_history  # noqa: PLC0415

    load_history(context, model=history)


@job("history.remove")
def remove(context: JobContext, *, history: str) -> None:
    from worker.history.remove import remove_history  # noqa: PLC0415 - as above

    remove_history(context, model=history)
