from worker.context import JobContext
from worker.task import job


@job("rollouts.mirror")
def mirror(context: JobContext) -> None:
    # MLflow loads in the child: the pool forks from a small process.
    from worker.mirroring import mirror_aliases  # noqa: PLC0415

    mirror_aliases(context)
