"""Sealed artifacts without a graph that runs: for tests of everything that never runs it."""

from pathlib import Path

import msgspec

from api.artifact.manifest import FILES, Manifest
from api.artifact.schema import Field, GraphInput, Output, Schema, Task
from api.artifact.sealing import Artifact, open_artifact, seal
from api.artifact.snapshot import Execution

EXECUTION = Execution(
    mode="inline",
    max_batch_size=1,
    row_seconds=2e-5,
    batch_seconds=7e-4,
    batch_rows=100,
    memory_bytes=4_000_000,
    reason="one row takes 20 µs",
)


def make_schema(task: Task = "binary") -> Schema:
    role = {"binary": "probability", "multiclass": "probabilities", "regression": "value"}
    return Schema(
        task=task,
        fields=(Field(name="wind", kind="number", datatype="FP32"),),
        graph_inputs=(GraphInput(name="x", datatype="FP32", fields=("wind",)),),
        outputs=(Output(name="y", datatype="FP32", role=role.get(task, "tensor")),),  # type: ignore[arg-type]  # the roles above
        labels=() if task in {"regression", "tensor"} else ("on time", "late"),
    )


def make_manifest(model: str = "demo", task: Task = "binary") -> Manifest:
    return Manifest(
        model=model,
        task=task,
        title={"en": model.title(), "pt-BR": model.title()},
        summary={"en": "A test.", "pt-BR": "Um teste."},
        created_at="2026-11-22T12:00:00Z",
        origin="upload",
        data=None,
        code_commit="0" * 40,
        parameters={},
        libraries={},
        files={},
    )


def seal_artifact(
    directory: Path, *, model: str = "demo", task: Task = "binary", graph: bytes = b"graph"
) -> Artifact:
    """Seal a new directory; other ``graph`` bytes make another digest."""
    directory.mkdir(parents=True)
    (directory / FILES["model"]).write_bytes(graph)
    (directory / FILES["schema"]).write_bytes(msgspec.json.encode(make_schema(task)))
    seal(directory, make_manifest(model, task))
    return open_artifact(directory)
