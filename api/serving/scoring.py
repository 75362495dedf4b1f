"""A loaded model for offline use: the same decoder, graph and answers as online."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from api.artifact.manifest import FILES
from api.artifact.snapshot import Execution
from api.serving.answers import answer_encoder
from api.serving.columns import Feed
from api.serving.decoder import RequestDecoder
from api.serving.documents import read_schema
from api.serving.measuring import measure
from api.serving.session import Arrays, GraphSession

CHUNK_ROWS = 512
"""Rows of one graph run offline: bounds the memory of a batch of any length."""


class Scorer:
    """Scores rows that are Python values. Raises BrokenModel when the artifact cannot be loaded."""

    def __init__(self, artifact_dir: Path, threads: int = 1) -> None:
        self._artifact_dir = artifact_dir
        self.schema = read_schema(artifact_dir)
        self._decoder = RequestDecoder(self.schema)
        self._session = GraphSession(artifact_dir / FILES["model"], self.schema, threads=threads)
        self._encode = answer_encoder(self.schema)

    def decode_row(self, row: Any) -> dict[str, Any]:
        """The row itself if it fits the schema, else RowError. Missing numbers are None."""
        self._decoder.check_row(row)
        checked: dict[str, Any] = row
        return checked

    def score(self, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The prediction of each row, as online. Raises RowsRefused, ModelFailed."""
        predictions: list[dict[str, Any]] = []
        for start in range(0, len(rows), CHUNK_ROWS):
            chunk = rows[start : start + CHUNK_ROWS]
            feed = self._decoder.pack(self._decoder.convert(chunk))
            texts = self._encode(self._session.run(feed, len(chunk)))
            predictions.extend(msgspec.json.decode(text) for text in texts)
        return predictions

    def score_rows_raw(self, rows: Sequence[dict[str, Any]]) -> Arrays:
        """Raw graph outputs of the rows, in one run. Raises RowsRefused, ModelFailed."""
        return self._session.run(self._decoder.pack(self._decoder.convert(rows)), len(rows))

    def score_columns(self, columns: Feed) -> Feed:
        """Raw graph outputs for raw graph inputs, by name, in one run. Raises ModelFailed."""
        rows = len(next(iter(columns.values())))
        names = [output.name for output in self.schema.outputs]
        return dict(zip(names, self._session.run(columns, rows), strict=True))

    def measure(self) -> Execution:
        """What running it costs, measured in a fresh process; see ``measuring.measure``."""
        return measure(self._artifact_dir)
