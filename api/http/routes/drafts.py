import hashlib
import os
import shutil
from datetime import datetime
from pathlib import Path as FilePath
from typing import Annotated

import msgspec
from fastapi import APIRouter, Body, Path, Query, Request, status
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile

from api.artifact.canonical import canonical_json
from api.artifact.manifest import FILES
from api.core.drafts import operations, queries
from api.core.drafts.operations import Deed, GraphFile
from api.core.drafts.types import DraftDocument
from api.core.registrations import operations as registrations
from api.core.registrations.types import DOCUMENT, Registration
from api.core.tables import Model, ModelDraft
from api.http import draft_views as views
from api.http import uploads
from api.http.authentication import Actor
from api.http.deps import Engineer, Now, Reading, Services, ServicesHere, Writing, writing
from api.http.draft_examples import CHANGE, REGISTRATION, TRIAL
from api.http.openapi_parts import multipart_body
from api.http.routes.declared import problems
from api.http.schemas.drafts import (
    Draft,
    DraftChange,
    DraftList,
    DraftRegistration,
    TrialOrder,
)

router = APIRouter(prefix="/v1/drafts", tags=["models"])

DraftId = Annotated[str, Path(pattern="^[a-z0-9]{1,40}$", examples=["b4f1c2"])]
MUTATION = (400, 401, 403, 404, 409, 422, 429)
MAX_FILENAME = 200
_HASHED_BYTES = 1 << 20
BODY = multipart_body(
    files={"graph": "The ONNX graph, from raw inputs to answers."},
    texts={},
    required=("graph",),
    example={"graph": "small-regression.onnx"},
)


@router.post(
    "",
    operation_id="start_draft",
    summary="Bring an ONNX file to be described and tried",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(400, 401, 403, 413, 422, 429),
    openapi_extra=BODY,
)
async def start_draft(request: Request, actor: Engineer, services: ServicesHere, now: Now) -> Draft:
    """A job looks at the graph in a process under limits, and proposes a schema."""
    async with uploads.read_form(request) as form:
        uploads.require_only(form, ["graph"])
        graph = uploads.required_file(form, "graph")
        return await run_in_threadpool(_start, request, services, actor, now, graph)


@router.get(
    "",
    operation_id="list_drafts",
    summary="ONNX files that were brought",
    responses=problems(401, 403, 422, 429),
)
def list_drafts(
    _actor: Engineer,
    session: Reading,
    services: ServicesHere,
    search: Annotated[str, Query(max_length=128, description="A part of a name.")] = "",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> DraftList:
    page = queries.listed(session, search=search.strip(), offset=offset, limit=limit)
    return views.draft_list(session, page, services.settings.max_upload_bytes)


@router.get(
    "/{draft_id}",
    operation_id="get_draft",
    summary="A draft",
    responses=problems(401, 403, 404, 422, 429),
)
def get_draft(_actor: Engineer, draft_id: DraftId, session: Reading) -> Draft:
    return views.draft(session, draft_id)


@router.put(
    "/{draft_id}",
    operation_id="change_draft",
    summary="Describe the model",
    responses=problems(*MUTATION),
)
def change_draft(
    actor: Engineer,
    draft_id: DraftId,
    change: Annotated[DraftChange, Body(openapi_examples=CHANGE)],
    session: Writing,
    now: Now,
) -> Draft:
    """Whatever it says is kept, and `faults` tells what is still wrong with it."""
    operations.change(
        session,
        draft_id=draft_id,
        name=change.name,
        document=_document(change),
        seen_revision=change.seen_revision,
        deed=Deed(actor.reference, now),
    )
    return views.draft(session, draft_id)


@router.post(
    "/{draft_id}/trials",
    operation_id="try_draft",
    summary="Ask the graph before it is registered",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(*MUTATION),
)
def try_draft(
    actor: Engineer,
    draft_id: DraftId,
    order: Annotated[TrialOrder, Body(openapi_examples=TRIAL)],
    session: Writing,
    now: Now,
) -> Draft:
    """A job asks it in a process with bounded time and memory, never in one that serves."""
    operations.ask_to_try(
        session, draft_id=draft_id, rows=order.rows, deed=Deed(actor.reference, now)
    )
    return views.draft(session, draft_id)


@router.post(
    "/{draft_id}/register",
    operation_id="register_draft",
    summary="Make it a version",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(*MUTATION),
)
def register_draft(
    request: Request,
    actor: Engineer,
    draft_id: DraftId,
    order: Annotated[DraftRegistration, Body(openapi_examples=REGISTRATION)],
    services: ServicesHere,
    now: Now,
) -> Draft:
    """A job checks, seals, measures and registers it: a model's first version serves at once."""
    deed = Deed(actor.reference, now, order.reason)
    root = services.settings.data_dir / "uploads"
    with uploads.new_directory(root) as directory, writing(request, services) as session:
        draft = operations.require_registrable(
            session,
            draft_id=draft_id,
            taken_by=_task_of(session, draft_id),
            as_new_version=order.as_new_version,
        )
        _lay_out(draft, root / draft_id, directory, deed)
        job = registrations.start(
            session,
            upload_id=directory.name,
            model=draft.name,
            actor=deed.actor,
            now=now,
            reason=deed.reason,
        )
        operations.note_registration(session, draft_id=draft_id, job=job, deed=deed)
        return views.draft(session, draft_id)


@router.delete(
    "/{draft_id}",
    operation_id="discard_draft",
    summary="Throw a draft away",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(*MUTATION),
)
def discard_draft(
    request: Request, actor: Engineer, draft_id: DraftId, services: ServicesHere, now: Now
) -> None:
    """With its file. A version that was made of it stays."""
    with writing(request, services) as session:
        operations.discard(session, draft_id=draft_id, deed=Deed(actor.reference, now))
    shutil.rmtree(services.settings.data_dir / "uploads" / draft_id, ignore_errors=True)


def _start(
    request: Request, services: Services, actor: Actor, now: datetime, graph: UploadFile
) -> Draft:
    with uploads.new_directory(services.settings.data_dir / "uploads") as directory:
        path = directory / FILES["model"]
        uploads.copy(graph.file, path)
        file = GraphFile(
            filename=FilePath(graph.filename or "").name[:MAX_FILENAME],
            size_bytes=path.stat().st_size,
            sha256=_sha256(path),
        )
        with writing(request, services) as session:
            operations.start(
                session, draft_id=directory.name, file=file, deed=Deed(actor.reference, now)
            )
            return views.draft(session, directory.name)


def _document(change: DraftChange) -> DraftDocument:
    return msgspec.convert(change.document.model_dump(mode="json", by_alias=True), DraftDocument)


def _task_of(session: Session, draft_id: str) -> str | None:
    """Of the model that has the draft's name already."""
    model = session.get(Model, queries.get(session, draft_id).name)
    return model.task if model else None


def _lay_out(draft: ModelDraft, source: FilePath, directory: FilePath, deed: Deed) -> None:
    """As a registration's job finds it. The graph keeps its place, so that what is refused can be
    mended and tried again."""
    document = operations.document_of(draft)
    _link(source / FILES["model"], directory / FILES["model"])
    for role, content in (
        ("schema", document.schema),
        ("presentation", document.presentation),
        ("examples", document.examples),
    ):
        (directory / FILES[role]).write_bytes(canonical_json(content))
    registration = Registration(
        name=draft.name,
        title=document.title,
        summary=document.summary,
        created_by=deed.actor,
        reason=deed.reason,
    )
    (directory / DOCUMENT).write_bytes(msgspec.json.encode(registration))


def _link(source: FilePath, target: FilePath) -> None:
    try:
        os.link(source, target)
    except OSError:  # not every file system has hard links
        shutil.copyfile(source, target)


def _sha256(path: FilePath) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
