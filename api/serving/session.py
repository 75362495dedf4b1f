"""One ONNX graph, loaded and checked against its schema."""

import time
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from api.artifact.schema import Datatype, Output, Schema
from api.serving.columns import Feed
from api.serving.errors import ModelFailed, ServingError

Arrays = list[NDArray[Any]]
"""One array an output of the schema, in its order: (rows, *shape), scalars as (rows,)."""

_GRAPH_TYPES: dict[str, Datatype] = {
    "tensor(bool)": "BOOL",
    "tensor(uint8)": "UINT8",
    "tensor(int32)": "INT32",
    "tensor(int64)": "INT64",
    "tensor(float)": "FP32",
    "tensor(double)": "FP64",
    "tensor(string)": "BYTES",
}


class BrokenModel(ServingError):
    """The graph cannot be loaded, or is not the one that the schema describes."""

    status = 503
    title = "The model cannot be loaded"


class GraphSession:
    """Safe for several threads."""

    def __init__(self, path: Path, schema: Schema, *, threads: int = 1) -> None:
        """Raises BrokenModel."""
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        if threads > 1:
            # A spinning pool burns the core that the event loop needs.
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        started = time.perf_counter()
        try:
            self._session = ort.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise BrokenModel(f"The graph cannot be loaded: {_first_line(error)}") from error
        self.load_seconds = time.perf_counter() - started
        self.cpu_ns = 0
        """Spent in graph runs so far. Threads add to it without a lock: at worst a run is lost."""
        self.provider: str = self._session.get_providers()[0]
        self._outputs = schema.outputs
        self._names = [output.name for output in schema.outputs]
        self._scalars = [output.shape == () for output in schema.outputs]
        self._run = self._session.run
        # What a pool of threads spends is not on the clock of the one that waits for them.
        self._cpu_clock = time.thread_time_ns if threads == 1 else time.perf_counter_ns
        self._cpu_threads = threads
        _check_inputs(self._session, schema)
        _check_outputs(self._session, schema)

    def run(self, feed: Feed, rows: int) -> Arrays:
        """Raises ModelFailed when the graph raises or gives another number of values than rows."""
        started = self._cpu_clock()
        try:
            arrays = self._run(self._names, feed)
        except Exception as error:
            raise ModelFailed(f"The graph failed: {_first_line(error)}") from error
        finally:
            self.cpu_ns += (self._cpu_clock() - started) * self._cpu_threads
        return [
            array.reshape(-1)
            if is_scalar and array.size == rows
            else _reshaped(array, output, rows)
            for array, output, is_scalar in zip(arrays, self._outputs, self._scalars, strict=True)
        ]


def _reshaped(array: NDArray[Any], output: Output, rows: int) -> NDArray[Any]:
    try:
        return np.asarray(array).reshape((rows, *output.shape))
    except ValueError as error:
        raise ModelFailed(
            f"Output {output.name!r} has shape {array.shape} for {rows} rows of {output.shape}."
        ) from error


def _check_inputs(session: Any, schema: Schema) -> None:
    graph = {node.name: _GRAPH_TYPES.get(node.type) for node in session.get_inputs()}
    wanted = {graph_input.name: graph_input.datatype for graph_input in schema.graph_inputs}
    if graph != wanted:
        raise BrokenModel(f"The graph takes {graph}, the schema describes {wanted}.")


def _check_outputs(session: Any, schema: Schema) -> None:
    graph = {node.name: _GRAPH_TYPES.get(node.type) for node in session.get_outputs()}
    for output in schema.outputs:
        if output.name not in graph:
            raise BrokenModel(f"The graph gives {sorted(graph)}, not {output.name!r}.")
        if graph[output.name] != output.datatype:
            raise BrokenModel(
                f"Output {output.name!r} is {graph[output.name]}, not {output.datatype}."
            )


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0][:300]
