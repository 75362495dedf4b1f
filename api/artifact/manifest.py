"""The manifest that seals a version: what it is made of, by hash, and where it came from."""

import msgspec

from api.artifact.schema import Localised, Task


class DataSource(msgspec.Struct, frozen=True):
    """The training data, so that anyone can fetch and hash it again."""

    name: str
    source: str
    licence: str
    sha256: str
    rows: int
    description: Localised = {}


class SealedFile(msgspec.Struct, frozen=True):
    sha256: str
    size_bytes: int


class Manifest(msgspec.Struct, frozen=True, omit_defaults=True):
    """``manifest.json``. Its SHA-256 over the canonical bytes is the version's digest."""

    model: str
    task: Task
    title: Localised
    summary: Localised
    created_at: str
    """RFC 3339, UTC."""
    origin: str
    """``recipe:<name>``, ``recalibration`` (of the version ``parameters["parent_digest"]``) or
    ``upload``."""
    data: DataSource | None
    code_commit: str
    parameters: dict[str, float | int | str | bool | None]
    libraries: dict[str, str]
    """Versions of what trained and converted the graph."""
    files: dict[str, SealedFile]
    format: int = 1


FILES = {
    "model": "model.onnx",
    "schema": "schema.json",
    "examples": "examples.json",
    "card": "card.json",
    "presentation": "presentation.json",
    "evaluation": "evaluation.json",
    "profile": "profile.json",
    "background": "background.json",
    "judged": "judged.onnx",
    "held_out": "held_out.json",
}
"""Role of a sealed file -> its name. Only model and schema must be there. ``judged`` is the
graph of the evaluation, where the model was fitted once more, on its hold-out too."""
