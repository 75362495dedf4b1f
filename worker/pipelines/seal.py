"""Write a version's documents into one directory and seal it."""

from dataclasses import dataclass
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

import onnx

from api.artifact.canonical import canonical_json
from api.artifact.documents import Card, Evaluation, Example, HeldOut, Presentation
from api.artifact.manifest import FILES, Manifest
from api.artifact.schema import Schema
from api.artifact.sealing import seal
from worker.pipelines.profile import ReferenceProfile

LIBRARIES = ("lightgbm", "numpy", "onnx", "onnxruntime", "pandas", "scikit-learn", "skl2onnx")


@dataclass(frozen=True)
class Documents:
    """Everything that is sealed, before it is files."""

    graph: onnx.ModelProto
    schema: Schema
    examples: tuple[Example, ...]
    card: Card
    presentation: Presentation
    evaluation: Evaluation
    profile: ReferenceProfile
    background: list[dict[str, Any]]
    judged: onnx.ModelProto | None = None
    """The graph that the evaluation is of, where ``graph`` was fitted once more after it."""
    held_out: HeldOut | None = None


def graph_bytes(graph: onnx.ModelProto) -> bytes:
    """The same bytes for the same graph, whatever the process."""
    content: bytes = graph.SerializeToString(deterministic=True)
    return content


def write_and_seal(output: Path, documents: Documents, manifest: Manifest) -> str:
    """Fill ``output`` (made if need be) and return the digest."""
    output.mkdir(parents=True, exist_ok=True)
    (output / FILES["model"]).write_bytes(graph_bytes(documents.graph))
    if documents.judged is not None:
        (output / FILES["judged"]).write_bytes(graph_bytes(documents.judged))
    for role in ("schema", "examples", "card", "presentation", "evaluation", "profile"):
        (output / FILES[role]).write_bytes(canonical_json(getattr(documents, role)))
    (output / FILES["background"]).write_bytes(canonical_json(documents.background))
    if documents.held_out is not None:
        (output / FILES["held_out"]).write_bytes(canonical_json(documents.held_out))
    return seal(output, manifest)


def library_versions() -> dict[str, str]:
    return {name: installed_version(name) for name in LIBRARIES}
