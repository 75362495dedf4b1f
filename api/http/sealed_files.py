"""Files of a sealed version as they are sent: by their digest, which a browser can check."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

import msgspec
from fastapi import Request, Response
from fastapi.responses import FileResponse

from api.adapters.artifact_store import LocalArtifactStore
from api.artifact.documents import Card
from api.artifact.manifest import FILES, Manifest
from api.artifact.sealing import MANIFEST
from api.core.errors import FarolError, Kind
from api.core.tables import ModelVersion
from api.http.admission.addresses import visitor
from api.http.admission.counting import count
from api.http.deps import Services
from api.http.frontend import FOREVER, REVALIDATE

SentFile = Literal["manifest.json", "schema.json", "model.onnx"]
"""What somebody needs to run a version elsewhere, and to know that it is that version."""
COUNTED_BYTES = 65_536
"""A download counts as a request for each of these, apart from the others."""


class NotDownloadable(FarolError):
    kind: ClassVar[Kind] = "forbidden"


class AnotherFile(FarolError):
    kind: ClassVar[Kind] = "not_found"


@dataclass(frozen=True)
class SealedFile:
    path: Path
    sha256: str
    size_bytes: int


def find(store: LocalArtifactStore, version: ModelVersion, name: SentFile) -> SealedFile:
    """Raises NotDownloadable for a graph whose card does not let it go."""
    if name == FILES["model"]:
        _require_downloadable(version)
    path = store.path(version.digest) / name
    if name == MANIFEST:
        return SealedFile(path, version.digest, path.stat().st_size)
    sealed = msgspec.convert(version.manifest, Manifest).files[name]
    return SealedFile(path, sealed.sha256, sealed.size_bytes)


def require_sha256(version: ModelVersion, file: SealedFile, wanted: str) -> None:
    """Raises AnotherFile: what was asked for by digest is never answered with something else."""
    if wanted != file.sha256:
        raise AnotherFile(
            f"version {version.version} of {version.model_name} has another {file.path.name}: "
            f"its SHA-256 is {file.sha256}"
        )


def sent(request: Request, services: Services, file: SealedFile, *, by_digest: bool) -> Response:
    """Kept for ever where the address names the digest; else asked about again by ETag."""
    headers = {
        "ETag": f'"{file.sha256}"',
        "Cache-Control": FOREVER if by_digest else REVALIDATE,
        # Weights hardly shrink, and a compressed copy would be made anew for every download.
        "Content-Encoding": "identity",
    }
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    limit = services.settings.address_requests_per_minute
    cost = file.size_bytes // COUNTED_BYTES
    if cost:
        who = f"downloads:{visitor(request.scope)}"
        count(services.limiter, who, "An address", limit, cost)
    return FileResponse(file.path, filename=file.path.name, headers=headers)


def _require_downloadable(version: ModelVersion) -> None:
    card = msgspec.convert(version.card, Card) if version.card else None
    if card is None or not card.downloadable:
        raise NotDownloadable(
            f"the card of {version.model_name} {version.version} does not say that its graph "
            "may be downloaded"
        )
