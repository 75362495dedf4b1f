"""Seal a directory of documents under one digest, and open it again knowing nothing was changed."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from api.artifact.canonical import canonical_json
from api.artifact.documents import Card, Evaluation, Example, HeldOut, Presentation
from api.artifact.manifest import FILES, Manifest, SealedFile
from api.artifact.schema import Schema

MANIFEST = "manifest.json"
REQUIRED_FILES = (FILES["model"], FILES["schema"])
_CHUNK_BYTES = 1 << 20

T = TypeVar("T")


class BrokenArtifact(Exception):
    """A directory that is not the sealed artifact it should be; the message says in what."""


@dataclass(frozen=True)
class Artifact:
    """A sealed version on disk. Documents are decoded when asked for, and then kept."""

    directory: Path
    digest: str
    manifest: Manifest

    @property
    def model_path(self) -> Path:
        return self.directory / FILES["model"]

    @cached_property
    def schema(self) -> Schema:
        return _decode(self.directory / FILES["schema"], Schema)

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        return self._optional("examples", tuple[Example, ...]) or ()

    @cached_property
    def card(self) -> Card | None:
        return self._optional("card", Card)

    @cached_property
    def presentation(self) -> Presentation | None:
        return self._optional("presentation", Presentation)

    @cached_property
    def evaluation(self) -> Evaluation | None:
        return self._optional("evaluation", Evaluation)

    @cached_property
    def background(self) -> tuple[dict[str, Any], ...]:
        """Typical rows that an explanation compares with; empty where none were sealed."""
        return self._optional("background", tuple[dict[str, Any], ...]) or ()

    @cached_property
    def held_out(self) -> HeldOut | None:
        return self._optional("held_out", HeldOut)

    @property
    def profile_path(self) -> Path | None:
        """The reference profile for drift, where one was sealed."""
        name = FILES["profile"]
        return self.directory / name if name in self.manifest.files else None

    def _optional(self, role: str, kind: type[T]) -> T | None:
        name = FILES[role]
        return _decode(self.directory / name, kind) if name in self.manifest.files else None


def seal(directory: Path, manifest: Manifest) -> str:
    """Hash the documents in ``directory``, write ``manifest.json`` beside them, return the digest.

    Files with other names than those of ``manifest.FILES`` are no part of the artifact.
    Raises BrokenArtifact when the graph or the schema is missing or a document does not decode.
    """
    files = {
        name: _fingerprint(directory / name)
        for name in sorted(FILES.values())
        if (directory / name).is_file()
    }
    sealed = msgspec.structs.replace(manifest, files=files)
    _require_files(sealed)
    content = canonical_json(sealed)
    (directory / MANIFEST).write_bytes(content)
    artifact = Artifact(directory, hashlib.sha256(content).hexdigest(), sealed)
    _require_documents(artifact)
    return artifact.digest


def open_artifact(directory: Path, *, verify: bool = True) -> Artifact:
    """Open a sealed directory; with ``verify`` every file is hashed and every document decoded.

    Raises BrokenArtifact when a file is missing, changed or unreadable.
    """
    try:
        content = (directory / MANIFEST).read_bytes()
    except OSError as error:
        raise BrokenArtifact(f"{directory.name}: its manifest cannot be read: {error}") from error
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except msgspec.DecodeError as error:
        raise BrokenArtifact(f"{directory.name}: its manifest is malformed: {error}") from error
    _require_files(manifest)
    artifact = Artifact(directory, hashlib.sha256(content).hexdigest(), manifest)
    if verify:
        _require_unchanged(artifact)
        _require_documents(artifact)
    return artifact


def _require_files(manifest: Manifest) -> None:
    missing = [name for name in REQUIRED_FILES if name not in manifest.files]
    if missing:
        raise BrokenArtifact(f"{manifest.model}: {', '.join(missing)} missing")
    strange = set(manifest.files) - set(FILES.values())
    if strange:
        raise BrokenArtifact(f"{manifest.model}: unknown files {', '.join(sorted(strange))}")


def _require_unchanged(artifact: Artifact) -> None:
    for name, expected in artifact.manifest.files.items():
        found = _fingerprint(artifact.directory / name)
        if found != expected:
            raise BrokenArtifact(
                f"{artifact.manifest.model}: {name} is not the sealed file: "
                f"{found.size_bytes} bytes with SHA-256 {found.sha256}, "
                f"sealed were {expected.size_bytes} bytes with {expected.sha256}"
            )


def _require_documents(artifact: Artifact) -> None:
    _ = (artifact.schema, artifact.examples, artifact.card, artifact.presentation)
    _ = (artifact.evaluation, artifact.background, artifact.held_out)


def _fingerprint(path: Path) -> SealedFile:
    digest = hashlib.sha256()
    size_bytes = 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
                size_bytes += len(chunk)
    except OSError as error:
        raise BrokenArtifact(f"{path.name} cannot be read: {error}") from error
    return SealedFile(sha256=digest.hexdigest(), size_bytes=size_bytes)


def _decode(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError) as error:
        raise BrokenArtifact(f"{path.name} is malformed: {error}") from error
