"""Batch predictions are kept like every other: as records that the shipper's operation stores.

Everything in a record but its timing comes from the batch, so a chunk that is scored again after a
kill gives the same ids and times, and is stored once.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from api.spool.records import PredictionRecord
from worker.batches.cells import rfc3339
from worker.batches.files import Row

SOURCE = "batch"
VARIANT = "batch"
"""The version was asked for by name, not drawn by the rollouts' weights."""

_ALPHABET = "0123456789abcdefghijklmnopqrstuv"
_TIME_CHARACTERS = 11
_CHUNK_CHARACTERS = 4
_HASH_CHARACTERS = 16


@dataclass(frozen=True)
class BatchIdentity:
    batch_id: str
    model: str
    version: int
    created_at: datetime

    def spool_name(self) -> str:
        """Under which the chunks' positions are kept; no file of this name exists."""
        return f"batch-{self.batch_id}"


def prediction_id(identity: BatchIdentity, chunk: int) -> str:
    """Formed like the online ids: time, a count, and what nobody guesses who knows no batch id."""
    units = int(identity.created_at.timestamp() * 100_000)
    digest = hashlib.sha256(f"{identity.batch_id}:{chunk}".encode()).digest()
    secret = int.from_bytes(digest, "big")
    return (
        "p"
        + _base32(units, _TIME_CHARACTERS)
        + _base32(chunk, _CHUNK_CHARACTERS)
        + _base32(secret, _HASH_CHARACTERS)
    )


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


def _base32(value: int, characters: int) -> str:
    """The lowest bits, most significant first."""
    shifts = range(5 * (characters - 1), -1, -5)
    return "".join(_ALPHABET[(value >> shift) & 31] for shift in shifts)
