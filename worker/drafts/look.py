"""``python -m worker.drafts.look UPLOAD``, run under limits: what an uploaded graph is, and a first
description of it. Writes one ``Checked`` as JSON to standard output."""

import sys
from pathlib import Path
from typing import Any

import msgspec
import onnx

from api.artifact.manifest import FILES
from api.core.drafts.types import Checked, Findings, Tensor
from worker.drafts.propose import propose
from worker.registrations.graph_file import read_graph
from worker.registrations.inspect import open_graph
from worker.registrations.limits import GraphRefused
from worker.registrations.schema_inference import datatype_of


def look(upload: Path) -> Checked:
    """Raises GraphRefused."""
    path = upload / FILES["model"]
    if not path.exists():
        raise GraphRefused("The upload is not there any more.")
    graph = read_graph(path)
    labels = class_labels(graph)
    nodes = len(graph.graph.node)
    opsets = {opset.domain or "ai.onnx": opset.version for opset in graph.opset_import}
    del graph  # its memory is needed to load it again
    session = open_graph(path)
    document, outputs, notes = propose(session, labels)
    findings = Findings(
        nodes=nodes,
        operators=dict(sorted(opsets.items())),
        inputs=tuple(_input(node) for node in session.get_inputs()),
        outputs=tuple(Tensor(one.name, one.datatype, one.shape) for one in outputs),
        notes=tuple(notes),
    )
    return Checked(document=document, findings=findings)


def class_labels(graph: onnx.ModelProto) -> tuple[str, ...]:
    """Those that a classifier of ONNX's own operators names; empty where none does."""
    for node in graph.graph.node:
        for attribute in node.attribute:
            if attribute.name == "classlabels_strings" and attribute.strings:
                return tuple(label.decode("utf-8", "replace") for label in attribute.strings)
            if attribute.name in ("classlabels_int64s", "classlabels_ints") and attribute.ints:
                return tuple(str(label) for label in attribute.ints)
    return ()


def _input(node: Any) -> Tensor:
    shape = tuple(size if isinstance(size, int) else None for size in node.shape[1:])
    return Tensor(node.name, datatype_of("Input", node), shape)


def main() -> None:
    try:
        checked = look(Path(sys.argv[1]))
    except GraphRefused as refusal:
        checked = Checked(refusal=str(refusal))
    sys.stdout.buffer.write(msgspec.json.encode(checked))


if __name__ == "__main__":
    main()
