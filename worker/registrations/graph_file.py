"""Is it an ONNX graph, whole and alone? Asked before anything runs it."""

from collections.abc import Iterator
from pathlib import Path

import onnx
from google.protobuf.message import DecodeError, Message  # type: ignore[import-untyped]  # no stubs

from worker.registrations.limits import GraphRefused

MAX_GRAPH_BYTES = 2_000_000_000
"""Protobuf itself holds no more."""
OPERATORS = frozenset(
    {
        "",
        "ai.onnx",
        "ai.onnx.ml",
        "ai.onnx.preview.training",
        "com.microsoft",
        "com.microsoft.nchwc",
    }
)
"""The domains whose operators ONNX Runtime has without any other library."""
_FOREIGN = {
    b"\x80": "a Python pickle, which Farol never loads: export the model to ONNX",
    b"PK\x03\x04": "a zip archive (PyTorch's own files are): export the model to ONNX",
    b"\x89HDF": "an HDF5 file (Keras writes them): export the model to ONNX",
    b"GGUF": "a GGUF file: export the model to ONNX",
    b"\x1f\x8b": "gzip: send the ONNX file itself",
}


def read_graph(path: Path) -> onnx.ModelProto:
    """Raises GraphRefused."""
    size = path.stat().st_size
    if not 0 < size <= MAX_GRAPH_BYTES:
        raise GraphRefused(
            f"The file has {size:,} bytes; an ONNX file has 1 to {MAX_GRAPH_BYTES:,}."
        )
    content = path.read_bytes()
    for magic, name in _FOREIGN.items():
        if content.startswith(magic):
            raise GraphRefused(f"The file is {name}.")
    try:
        graph = onnx.load_model_from_string(content)
    except (DecodeError, ValueError):
        raise GraphRefused("The file is not an ONNX graph.") from None
    if not graph.HasField("graph") or not graph.graph.node:
        raise GraphRefused("The file is not an ONNX graph: it holds no nodes.")
    _require_no_external_data(graph)
    _require_known_operators(graph)
    _require_valid(path)
    return graph


def _require_no_external_data(graph: onnx.ModelProto) -> None:
    for message in _messages(graph):
        if (
            isinstance(message, onnx.TensorProto)
            and message.data_location == onnx.TensorProto.EXTERNAL
        ):
            raise GraphRefused(
                f"The weights {message.name!r} lie in another file: save the graph with its "
                "weights inside (save_as_external_data=False)."
            )


def _require_known_operators(graph: onnx.ModelProto) -> None:
    """Operators that need a library of somebody else's are not loaded: they could do anything."""
    own = {function.name for function in graph.functions}
    for message in _messages(graph):
        if not isinstance(message, onnx.NodeProto) or message.op_type in own:
            continue
        if message.domain not in OPERATORS:
            raise GraphRefused(
                f"The graph needs the custom operator {message.op_type!r} of {message.domain!r}: "
                "Farol runs ONNX's own operators, and those that ONNX Runtime brings. Export the "
                "model with those alone."
            )


def _messages(root: Message) -> Iterator[Message]:
    """Every message inside, however deep: subgraphs, functions, attributes."""
    waiting = [root]
    while waiting:
        message = waiting.pop()
        yield message
        for descriptor, value in message.ListFields():
            if descriptor.message_type is None:
                continue
            # A repeated field is a sequence of messages, another one the message itself.
            waiting.extend([value] if isinstance(value, Message) else value)


def _require_valid(path: Path) -> None:
    try:
        onnx.checker.check_model(str(path))
    except onnx.checker.ValidationError as error:
        first = str(error).strip().partition("\n")[0][:300]
        raise GraphRefused(f"The file is not a valid ONNX graph: {first}") from None
