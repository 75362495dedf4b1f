from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import FileResponse

from api.adapters.artifact_store import LocalArtifactStore
from api.core.models import queries
from api.http import sealed_files
from api.http.deps import Reading, ServicesHere
from api.http.routes.declared import problems
from api.http.schemas.base import ModelName, VersionNumber
from api.http.sealed_files import SentFile

router = APIRouter(prefix="/v1/models", tags=["models"])

BYTES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, byte for byte as it was sealed",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    },
    304: {"description": "The caller has it already, by its ETag"},
}


@router.get(
    "/{model}/versions/{version}/files/{file}",
    operation_id="get_sealed_file",
    summary="A file of a sealed version",
    response_class=FileResponse,
    responses=problems(403, 404, 422, 429) | BYTES,
)
def get_sealed_file(
    request: Request,
    services: ServicesHere,
    model: ModelName,
    version: VersionNumber,
    file: Annotated[SentFile, Path(examples=["manifest.json"])],
    session: Reading,
    sha256: Annotated[
        str | None,
        Query(
            pattern="^[0-9a-f]{64}$",
            description="Only these bytes: another file is a 404, and this one never changes.",
        ),
    ] = None,
) -> Response:
    """To run the version elsewhere: the graph only where its card lets it be downloaded.

    The manifest's SHA-256 is the version's digest, and the manifest has that of the others.
    """
    row = queries.get_version(session, model, version)
    found = sealed_files.find(LocalArtifactStore(services.settings.artifacts_dir), row, file)
    if sha256 is not None:
        sealed_files.require_sha256(row, found, sha256)
    return sealed_files.sent(request, services, found, by_digest=sha256 is not None)
