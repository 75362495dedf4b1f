"""What names a batch's predictions: nothing but the batch and the number of the chunk."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

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


def spool_name(batch_id: str) -> str:
    """Under which the positions of the batch's chunks are kept; no file of this name exists."""
    return f"batch-{batch_id}"


def _base32(value: int, characters: int) -> str:
    """The lowest bits, most significant first."""
    shifts = range(5 * (characters - 1), -1, -5)
    return "".join(_ALPHABET[(value >> shift) & 31] for shift in shifts)
