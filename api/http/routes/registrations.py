from collections.abc import Mapping
from datetime import datetime

from fastapi import APIRouter, Request, status
from fastapi.concurrency import run_in_threadpool
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import UploadFile

from api.core.registrations import operations
from api.core.registrations.types import Registration as RegistrationDocument
from api.http import uploads
from api.http.authentication import Actor
from api.http.deps import Engineer, Now, Services, ServicesHere, writing
from api.http.openapi_parts import multipart_body
from api.http.routes.declared import problems
from api.http.schemas.base import ModelName
from api.http.schemas.jobs import Job
from api.http.schemas.registrations import Registration

router = APIRouter(prefix="/v1/models", tags=["models"])

DOCUMENTS = ("card", "presentation", "examples", "evaluation")
_model_name: TypeAdapter[str] = TypeAdapter(ModelName)
BODY = multipart_body(
    files={
        "graph": "The ONNX graph, from raw inputs to answers.",
        "schema": "Its inputs and outputs, as JSON; inferred from the graph when left out.",
        "card": "The model card, as JSON.",
        "presentation": "Hints for the demo page, as JSON.",
        "examples": "Rows to try, as JSON.",
        "evaluation": "How well it did on held-out rows, as JSON.",
    },
    texts={
        "name": "Of the model: a new one, or one that gets another version.",
        "title": "Shown to people, in English; the name when left out.",
        "summary": "What it does, in a sentence.",
    },
    required=("graph", "name"),
    example={
        "graph": "small-regression.onnx",
        "schema": "small-regression.schema.json",
        "name": "small-regression",
        "title": "Small regression",
    },
)


@router.post(
    "",
    operation_id="register_model",
    summary="Register a model from its ONNX file",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(400, 401, 403, 409, 413, 422, 429),
    openapi_extra=BODY,
)
async def register_model(
    request: Request, actor: Engineer, services: ServicesHere, now: Now
) -> Registration:
    """The graph waits as a file; a job checks it, measures it and registers it as a version."""
    async with uploads.read_form(request) as form:
        uploads.require_only(form, ["graph", "schema", "name", "title", "summary", *DOCUMENTS])
        files = {
            "model": uploads.required_file(form, "graph"),
            "schema": uploads.optional_file(form, "schema"),
            **{role: uploads.optional_file(form, role) for role in DOCUMENTS},
        }
        name = _name(uploads.text(form, "name"))
        registration = RegistrationDocument(
            name=name,
            title={"en": uploads.text(form, "title", default=name)},
            summary={"en": uploads.text(form, "summary", default="")},
            created_by=actor.reference,
        )
        return await run_in_threadpool(
            _register, request, services, actor, now, files, registration
        )


def _register(
    request: Request,
    services: Services,
    actor: Actor,
    now: datetime,
    files: Mapping[str, UploadFile | None],
    registration: RegistrationDocument,
) -> Registration:
    with uploads.new_directory(services.settings.data_dir / "uploads") as directory:
        uploads.keep_documents(directory, files, registration)
        with writing(request, services) as session:
            job = operations.start(
                session,
                upload_id=directory.name,
                model=registration.name,
                actor=actor.reference,
                now=now,
            )
            return Registration(
                upload_id=directory.name,
                model=registration.name,
                job=Job.model_validate(job),
            )


def _name(value: str) -> str:
    try:
        return _model_name.validate_python(value)
    except ValidationError as error:
        raise uploads.refusal("name", "1 to 63 of a-z, 0-9 and -, not - first", value) from error
