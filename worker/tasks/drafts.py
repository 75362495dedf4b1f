from worker.context import JobContext
from worker.task import job


@job("drafts.check")
def check(context: JobContext, *, draft_id: str) -> None:
    # ONNX loads in the child: the pool forks from a small process.
    from worker.drafts.check import check_draft  # noqa: PLC0415

    check_draft(context, draft_id=draft_id)


@job("drafts.try")
def try_rows(context: JobContext, *, draft_id: str) -> None:
    from worker.drafts.trial import try_draft  # noqa: PLC0415

    try_draft(context, draft_id=draft_id)
