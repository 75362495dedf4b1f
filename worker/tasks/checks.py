from worker.context import JobContext
from worker.task import job


@job("checks.check")
def check(context: JobContext, *, model: str) -> None:
    # ONNX, pandas and River load in the child: the pool forks from a small process.
    from worker.checks.check import check_model  # noqa: PLC0415

    check_model(context, model=model)


@job("checks.detail")
def detail(context: JobContext, *, check_id: int) -> None:
    # Evidently takes seconds to load, and holds a table in memory.
    from worker.checks.detail import write_detailed_report  # noqa: PLC0415

    write_detailed_report(context, check_id=check_id)
