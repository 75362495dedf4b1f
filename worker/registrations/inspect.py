"""``python -m worker.registrations.inspect UPLOAD TARGET``, run under limits: looks at an upload
and fills TARGET with the files that may be sealed.

Writes one JSON object to standard output: ``{"refusal": "…"}`` or ``{"task": …, "notes": […]}``.
"""

import shutil
import sys
from pathlib import Path
from typing import Any

import msgspec
import onnxruntime as ort

from api.artifact.canonical import canonical_json
from api.artifact.documents import (
    HELD_OUT_ROWS,
    Card,
    Evaluation,
    Example,
    HeldOut,
    Presentation,
)
from api.artifact.manifest import FILES
from api.artifact.schema import Schema
from api.artifact.schema_rules import faults
from api.serving.decoder import RequestDecoder
from api.serving.errors import ModelFailed, RowError, RowsRefused
from api.serving.scoring import Scorer
from api.serving.session import BrokenModel
from worker.registrations.graph_file import read_graph
from worker.registrations.limits import GraphRefused
from worker.registrations.report import Report
from worker.registrations.schema_inference import infer_schema

MAX_DOCUMENT_BYTES = 50_000_000
DOCUMENTS: dict[str, Any] = {
    "examples": tuple[Example, ...],
    "card": Card,
    "presentation": Presentation,
    "evaluation": Evaluation,
    "background": tuple[dict[str, Any], ...],
    "held_out": HeldOut,
}


def inspect(upload: Path, target: Path) -> Report:
    """Raises GraphRefused."""
    target.mkdir(parents=True, exist_ok=True)
    graph_path = upload / FILES["model"]
    graph = read_graph(graph_path)
    opsets = {opset.domain or "ai.onnx": opset.version for opset in graph.opset_import}
    nodes = len(graph.graph.node)
    del graph  # its memory is needed to load it again
    schema, notes = _schema(upload, graph_path)
    _require_sensible(schema)
    (target / FILES["schema"]).write_bytes(canonical_json(schema))
    shutil.copyfile(graph_path, target / FILES["model"])
    examples, held_out = _documents(upload, target)
    _try_examples(target, examples)
    _read_held_out(schema, held_out)
    versions = ", ".join(f"{name} {version}" for name, version in sorted(opsets.items()))
    notes.append(f"{nodes:,} nodes, operators of {versions}; {len(examples)} examples scored")
    return Report(task=schema.task, notes=tuple(notes))


def _schema(upload: Path, graph_path: Path) -> tuple[Schema, list[str]]:
    path = upload / FILES["schema"]
    if path.exists():
        schema: Schema = _decode(path, Schema)
        return schema, []
    return infer_schema(open_graph(graph_path)), ["the schema was read off the graph"]


def _require_sensible(schema: Schema) -> None:
    for fault in faults(schema):
        raise GraphRefused(f"The schema is wrong: {fault}.")


def open_graph(path: Path) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        first = str(error).strip().partition("\n")[0][:300]
        raise GraphRefused(f"ONNX Runtime cannot load the graph: {first}") from error


def _documents(upload: Path, target: Path) -> tuple[tuple[Example, ...], HeldOut | None]:
    """Keep those that are what their names say. Returns those with rows to try."""
    found: dict[str, Any] = {}
    for role, kind in DOCUMENTS.items():
        path = upload / FILES[role]
        if not path.exists():
            continue
        found[role] = _decode(path, kind)
        (target / FILES[role]).write_bytes(canonical_json(found[role]))
    return found.get("examples", ()), found.get("held_out")


def _decode(path: Path, kind: Any) -> Any:
    if path.stat().st_size > MAX_DOCUMENT_BYTES:
        raise GraphRefused(f"{path.name} is larger than {MAX_DOCUMENT_BYTES:,} bytes.")
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise GraphRefused(f"{path.name} is not what it should be: {error}") from None


def _try_examples(target: Path, examples: tuple[Example, ...]) -> None:
    try:
        scorer = Scorer(target)
    except BrokenModel as error:
        raise GraphRefused(str(error)) from None
    for number, example in enumerate(examples, start=1):
        try:
            scorer.decode_row(example.row)
            scorer.score([example.row])
        except (RowError, RowsRefused, ModelFailed) as error:
            raise GraphRefused(f"Example {number} cannot be scored: {error}") from None


def _read_held_out(schema: Schema, held_out: HeldOut | None) -> None:
    if held_out is None:
        return
    if not 0 < len(held_out.rows) <= HELD_OUT_ROWS:
        raise GraphRefused(f"1 to {HELD_OUT_ROWS} held-out rows, not {len(held_out.rows)}.")
    decoder = RequestDecoder(schema)
    for number, held in enumerate(held_out.rows, start=1):
        try:
            decoder.check_row(held.row)
        except RowError as error:
            raise GraphRefused(f"Held-out row {number} does not fit the schema: {error}") from None


def main() -> None:
    try:
        report = inspect(Path(sys.argv[1]), Path(sys.argv[2]))
    except GraphRefused as refusal:
        report = Report(refusal=str(refusal))
    sys.stdout.buffer.write(msgspec.json.encode(report))


if __name__ == "__main__":
    main()
