from datetime import datetime

from worker.context import JobContext
from worker.task import job


@job("rollouts.mirror")
def mirror(context: JobContext) -> None:
    # MLflow loads in the child: the pool forks from a small process.
    from worker.mirroring import mirror_aliases  # noqa: PLC0415

    mirror_aliases(context)


@job("rollouts.advance")
def advance(context: JobContext, *, model: str, as_of: str | None = None) -> None:
    # ONNX Runtime and pandas load in the child, as above.
    from worker.checks.spool import wait_until_shipped  # noqa: PLC0415
    from worker.trials.advance import advance as take_steps  # noqa: PLC0415

    wait_until_shipped(context)
    take_steps(context, model=model, as_of=datetime.fromisoformat(as_of) if as_of else None)
