"""Run a graph over many rows, and read its outputs as ``Fitted.predict`` gives them."""

from collections.abc import Callable, Mapping

import numpy as np
import onnx
import onnxruntime as ort
import pandas as pd
from numpy.typing import NDArray

from api.artifact.schema import Schema, Task
from worker.pipelines.feeds import graph_feeds

CHUNK_ROWS = 4096

ROLES: Mapping[Task, tuple[str, ...]] = {
    "binary": ("probability",),
    "multiclass": ("probabilities",),
    "regression": ("value", "lower", "upper"),
}
"""Roles of the outputs, in the order of the columns that ``Fitted.predict`` gives."""


def run_graph(graph: onnx.ModelProto, schema: Schema, frame: pd.DataFrame) -> NDArray[np.float64]:
    """Predictions of every row, in the shape ``Fitted.predict`` has for the task."""
    return opened(graph, schema)(frame)


def opened(graph: onnx.ModelProto, schema: Schema) -> Callable[[pd.DataFrame], NDArray[np.float64]]:
    """``run_graph`` of one graph, for many frames: making it ready takes longer than a run."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(
        graph.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    by_role = {output.role: output for output in schema.outputs}
    names = [by_role[role].name for role in ROLES[schema.task] if role in by_role]

    def run(frame: pd.DataFrame) -> NDArray[np.float64]:
        parts = []
        for start in range(0, len(frame), CHUNK_ROWS):
            chunk = frame.iloc[start : start + CHUNK_ROWS]
            outputs = session.run(names, graph_feeds(schema, chunk))
            parts.append(np.column_stack([np.asarray(o).reshape(len(chunk), -1) for o in outputs]))
        answers = np.concatenate(parts).astype(np.float64)
        return answers[:, 0] if schema.task == "binary" else answers

    return run
