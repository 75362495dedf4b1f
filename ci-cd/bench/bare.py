"""The yardstick: an ASGI application that decodes the JSON, runs the graph, encodes the answer.

No validation, no ids, no spool, no metrics, no log. ``python bare.py ARTIFACT PORT``.
"""

import sys
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnxruntime as ort
import uvicorn

from api.artifact.schema import Schema

DTYPES = {"FP32": np.float32, "INT64": np.int64, "BYTES": np.object_}


class BareApp:
    """Binary models only: it knows the form of their answers and nothing else."""

    def __init__(self, artifact: Path) -> None:
        schema = msgspec.json.decode((artifact / "schema.json").read_bytes(), type=Schema)
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = ort.InferenceSession(str(artifact / "model.onnx"), options)
        self._inputs = [(i.name, i.fields, DTYPES[i.datatype]) for i in schema.graph_inputs]
        self._output = [schema.outputs[0].name]
        self._labels = schema.labels
        self._threshold = schema.threshold

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message["body"]
            more = message.get("more_body", False)
        answer = self._answer(body)
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(answer)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    def _answer(self, body: bytes) -> bytes:
        rows = msgspec.json.decode(body)["rows"]
        feed = {
            name: np.array([[row[field] for field in fields] for row in rows], dtype=dtype)
            for name, fields, dtype in self._inputs
        }
        (output,) = self._session.run(self._output, feed)
        predictions = [
            {"probability": p, "label": self._labels[p >= self._threshold]}
            for p in output.reshape(-1).tolist()
        ]
        return msgspec.json.encode({"predictions": predictions})


if __name__ == "__main__":
    uvicorn.run(
        BareApp(Path(sys.argv[1])),
        host="127.0.0.1",
        port=int(sys.argv[2]),
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
    )
