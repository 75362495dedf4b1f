from datetime import datetime
from pathlib import Path as FilePath
from typing import Annotated, Any, ClassVar

from fastapi import APIRouter, Path, Query, Request, status
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile

from api.core.batches import operations, queries
from api.core.batches.types import VISITOR
from api.core.errors import FarolError, Kind
from api.core.jobs import queries as jobs
from api.core.jobs.types import JobState
from api.core.models import queries as models
from api.core.rollouts import queries as rollouts
from api.core.tables import BatchPrediction as BatchRow
from api.http import uploads, visitor_files
from api.http.authentication import Actor
from api.http.batch_views import batch_prediction, errors_file, result_file
from api.http.deps import Now, Predictor, Reading, Services, ServicesHere, writing
from api.http.openapi_parts import KNOWN_OR_NOT, multipart_body
from api.http.routes.declared import problems
from api.http.schemas.base import ModelName, VersionNumber
from api.http.schemas.batch_predictions import BatchLimits, BatchPrediction

router = APIRouter(prefix="/v1/batch-predictions", tags=["batch predictions"])

BatchId = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,40}$", examples=["b4f1c2"])]
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
MAX_FILENAME = 200
BODY = multipart_body(
    files={"file": "Rows by column or field name: `.csv`, `.parquet` or `.ndjson`."},
    texts={},
    required=("file",),
    example={"file": "flights.csv"},
)


class NothingServed(FarolError):
    kind: ClassVar[Kind] = "conflict"


class BatchNotFinished(FarolError):
    kind: ClassVar[Kind] = "conflict"


class FileAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


@router.post(
    "",
    operation_id="start_batch_prediction",
    summary="Score a file",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(400, 401, 403, 404, 409, 413, 422, 429, 503),
    openapi_extra=BODY | KNOWN_OR_NOT,
)
async def start_batch_prediction(
    request: Request,
    actor: Predictor,
    services: ServicesHere,
    now: Now,
    model: Annotated[ModelName, Query(examples=["flight-delay"])],
    version: Annotated[
        VersionNumber | None, Query(description="The champion of this moment if left out.")
    ] = None,
) -> BatchPrediction:
    """Scores the rows in a durable job; the result is the same file with predictions appended.

    A visitor's file is small, CSV or NDJSON, and kept for an hour; who is signed in, or has a key
    with the scope `predict`, may send large ones.
    """
    if actor is None:
        await visitor_files.admit(request, services)
    async with uploads.read_form(request) as form:
        uploads.require_only(form, ["file"])
        file = uploads.required_file(form, "file")
        return await run_in_threadpool(_start, request, services, actor, now, file, model, version)


@router.get(
    "/limits",
    operation_id="get_batch_limits",
    summary="What a visitor's file may be",
    responses=problems(429),
)
def get_batch_limits(services: ServicesHere) -> BatchLimits:
    """Who is signed in, or has a key with the scope `predict`, may send more."""
    settings = services.settings
    return BatchLimits(
        allowed=settings.visitors_may_predict,
        rows=settings.visitor_file_rows,
        size_bytes=settings.visitor_file_bytes,
        kept_minutes=settings.visitor_file_minutes,
    )


@router.get(
    "/{batch_id}",
    operation_id="get_batch_prediction",
    summary="A batch prediction",
    responses=problems(404, 422),
)
def get_batch_prediction(batch_id: BatchId, session: Reading, now: Now) -> BatchPrediction:
    return _view(session, queries.get_kept(session, batch_id, now))


@router.get(
    "/{batch_id}/result",
    operation_id="get_batch_result",
    summary="The scored file",
    response_class=FileResponse,
    responses=problems(404, 409, 422) | FILE,
)
def get_batch_result(
    batch_id: BatchId, session: Reading, services: ServicesHere, now: Now
) -> FileResponse:
    """The uploaded file's format, with the predictions appended to each good row."""
    row = queries.get_kept(session, batch_id, now)
    path = _finished(session, row, result_file(services.settings, row))
    return FileResponse(path, filename=f"{FilePath(row.filename).stem}-predictions.{row.format}")


@router.get(
    "/{batch_id}/errors",
    operation_id="get_batch_errors",
    summary="The rows that were refused",
    response_class=FileResponse,
    responses=problems(404, 409, 422) | FILE,
)
def get_batch_errors(
    batch_id: BatchId, session: Reading, services: ServicesHere, now: Now
) -> FileResponse:
    """One JSON object a line: the row's number and what was wrong with it."""
    row = queries.get_kept(session, batch_id, now)
    path = _finished(session, row, errors_file(services.settings, row))
    return FileResponse(
        path,
        media_type="application/x-ndjson",
        filename=f"{FilePath(row.filename).stem}-errors.ndjson",
    )


def _start(
    request: Request,
    services: Services,
    actor: Actor | None,
    now: datetime,
    file: UploadFile,
    model: str,
    version: int | None,
) -> BatchPrediction:
    filename = FilePath(file.filename or "").name[:MAX_FILENAME]
    file_format = uploads.batch_format(filename)
    with uploads.new_directory(services.settings.batches_dir) as directory:
        path = directory / f"input.{file_format}"
        uploads.copy(file.file, path)
        if actor is None:
            visitor_files.require_small(services.settings, path, file_format)
        with writing(request, services) as session:
            if actor is None:
                visitor_files.require_room(session)
            row = operations.start(
                session,
                batch_id=directory.name,
                model=model,
                version=version or _champion(session, model),
                format=file_format,
                filename=filename,
                size_bytes=file.size or 0,
                actor=VISITOR if actor is None else actor.reference,
                now=now,
                expires_at=None if actor else visitor_files.kept_until(services.settings, now),
            )
            return _view(session, row)


def _champion(session: Session, model: str) -> int:
    models.get_model(session, model)
    champion = rollouts.champion(session, model)
    if champion is None:
        raise NothingServed(f"{model} has no champion yet: name a version")
    return champion


def _view(session: Session, row: BatchRow) -> BatchPrediction:
    return batch_prediction(row, jobs.get(session, row.job_id))


def _finished(session: Session, row: BatchRow, path: FilePath) -> FilePath:
    state = jobs.get(session, row.job_id).state
    if state != JobState.SUCCEEDED:
        raise BatchNotFinished(f"the job of batch prediction {row.id} is {state}")
    if not path.is_file():
        raise FileAbsent(f"batch prediction {row.id} has no {path.name}")
    return path
