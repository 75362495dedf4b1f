"""Batch predictions are kept like every other: as records that the shipper's operation stores.

Everything in a record but its timing comes from the batch, so a chunk that is scored again after a
kill gives the same ids and times, and is stored once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from api.spool.records import PredictionRecord
from worker.batches.cells import rfc3339
from worker.batches.files import Row
from worker.batches.identity import BatchIdentity, prediction_id

SOURCE = "batch"
VARIANT = "batch"
"""The version was asked for by name, not drawn by the rollouts' weights."""


def record(
    identity: BatchIdentity,
    chunk: int,
    rows: Sequence[Row],
    predictions: Sequence[dict[str, Any]],
    *,
    served_at: datetime,
    latency_seconds: float,
) -> PredictionRecord:
    return PredictionRecord(
        id=prediction_id(identity, chunk),
        served_at=served_at.timestamp(),
        latency_seconds=latency_seconds,
        model=identity.model,
        version=identity.version,
        variant=VARIANT,
        source=SOURCE,
        cached=False,
        rows=len(rows),
        batch_rows=len(rows),
        request=msgspec.json.encode(_request(identity, chunk, rows)),
        predictions=msgspec.json.encode(predictions),
    )


def _request(identity: BatchIdentity, chunk: int, rows: Sequence[Row]) -> dict[str, Any]:
    default = rfc3339(identity.created_at)
    request: dict[str, Any] = {
        "rows": [row.values for row in rows],
        "occurred_at": [row.occurred_at or default for row in rows],
    }
    if any(row.key is not None for row in rows):
        # Either every row has a key or none: one that was given none bears its own id.
        own = prediction_id(identity, chunk)
        request["keys"] = [row.key or f"{own}:{index}" for index, row in enumerate(rows)]
    return request
