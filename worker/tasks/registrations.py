from worker.context import JobContext
from worker.task import job


@job("registrations.register")
def register(context: JobContext, *, upload_id: str) -> None:
    # MLflow and ONNX Runtime load in the child: the pool forks from a small process.
    from worker.registrations.register import register_upload  # noqa: PLC0415

    register_upload(context, upload_id=upload_id)
