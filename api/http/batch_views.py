"""Batch predictions as the API shows them, and where their files lie."""

from pathlib import Path
from typing import cast

from api.adapters.settings import Settings
from api.core.batches.types import BatchFormat
from api.core.tables import BatchPrediction as BatchRow
from api.core.tables import Job as JobRow
from api.http.schemas.batch_predictions import BatchPrediction
from api.http.schemas.jobs import Job

BATCHES = "/v1/batch-predictions"


def batch_prediction(row: BatchRow, job: JobRow) -> BatchPrediction:
    finished = job.state == "succeeded"
    return BatchPrediction(
        id=row.id,
        model=row.model_name,
        version=row.version,
        format=cast(BatchFormat, row.format),
        filename=row.filename,
        size_bytes=row.size_bytes,
        rows_scored=row.rows_scored,
        rows_refused=row.rows_refused,
        created_at=row.created_at,
        created_by=row.created_by,
        expires_at=row.expires_at,
        job=Job.model_validate(job),
        result_url=f"{BATCHES}/{row.id}/result" if finished else None,
        errors_url=f"{BATCHES}/{row.id}/errors" if finished and row.rows_refused else None,
    )


def result_file(settings: Settings, row: BatchRow) -> Path:
    return settings.batches_dir / row.id / f"result.{row.format}"


def errors_file(settings: Settings, row: BatchRow) -> Path:
    return settings.batches_dir / row.id / "errors.ndjson"
