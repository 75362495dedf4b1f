from worker.batches.forget import forget_expired
from worker.context import JobContext
from worker.task import job


@job("batches.predict")
def predict(context: JobContext, *, batch_id: str) -> None:
    # ONNX Runtime and Arrow load in the child: their threads would not survive the pool's fork.
    from worker.batches.predict import predict_batch  # noqa: PLC0415

    predict_batch(context, batch_id=batch_id)


@job("batches.forget")
def forget(context: JobContext) -> None:
    forget_expired(context)
