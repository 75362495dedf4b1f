"""What is appended to a spool file, and how it is framed.

A file is a run of frames: little-endian u32 payload length, u32 CRC-32 of the payload, payload.
A torn frame at the end of a file (a process killed in mid-write was never acknowledged) is where
reading stops.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Literal

import msgspec

FRAME_HEADER = struct.Struct("<II")


class PredictionRecord(msgspec.Struct, frozen=True, array_like=True, tag="p"):
    """One answered request, of one row or many."""

    id: str
    served_at: float
    """Seconds since the epoch, wall clock."""
    latency_seconds: float
    model: str
    version: int
    variant: str
    source: str
    cached: bool
    rows: int
    batch_rows: int
    """Rows of the graph run that scored it, other requests' included; 0 when cached."""
    request: bytes
    """The native JSON request: rows, keys, subject, occurred_at."""
    predictions: bytes
    """The native JSON array of predictions."""


class ErrorRecord(msgspec.Struct, frozen=True, array_like=True, tag="e"):
    """One refused or failed request of a known model."""

    id: str
    served_at: float
    latency_seconds: float
    model: str
    version: int
    variant: str
    source: str
    status: int
    reason: str = ""
    """Why the model gave no answer; empty where the request was refused."""
    inputs: bytes = b""
    """JSON of the row that the model failed on, where one is known and it is short."""


class ShadowRecord(msgspec.Struct, frozen=True, array_like=True, tag="s"):
    """What a shadow version gave for the rows of one answered request.

    The request itself lies in the PredictionRecord of the same id. A record without rows only
    tells of dropped ones.
    """

    id: str
    """Of the live prediction."""
    served_at: float
    """When the live answer was given; seconds since the epoch, wall clock."""
    latency_seconds: float
    """Its rows' share of the graph run and of the encoding; waiting is not in it."""
    model: str
    version: int
    rows: int
    predictions: bytes
    """The native JSON array of predictions, with null where the version gave none."""
    failures: dict[int, str]
    """Row -> why it gave none."""
    occurred_at: bytes = b""
    """The request's ``occurred_at`` in its own JSON; empty where it named none."""
    dropped_rows: int = 0
    """Rows that the version was not given since it was last told of any."""


class OutcomeRecord(msgspec.Struct, frozen=True, array_like=True, tag="o"):
    id: str
    received_at: float
    request: bytes
    """The JSON body of ``POST /v1/outcomes``, already validated."""


class FeedbackRecord(msgspec.Struct, frozen=True, array_like=True, tag="f"):
    id: str
    received_at: float
    request: bytes
    """The JSON body of ``POST /v1/feedback``, already validated."""


class KeyUseRecord(msgspec.Struct, frozen=True, array_like=True, tag="k"):
    """An API key was used; told of once a minute, however often it is."""

    prefix: str
    used_at: float
    """Seconds since the epoch, wall clock."""
    address: str


Purpose = Literal["serving", "shadow", "idle", "overhead", "batch", "training", "job"]
"""What the machine was used for: to answer callers; to score beside a live version; memory that a
loaded version held while it scored nothing; what belongs to no model; jobs of three kinds."""


class UsageEntry(msgspec.Struct, frozen=True, array_like=True):
    model: str
    """Empty for no model."""
    version: int
    purpose: Purpose
    cpu_seconds: float
    gpu_seconds: float
    memory_byte_seconds: float


class UsageRecord(msgspec.Struct, frozen=True, array_like=True, tag="u"):
    """What one process took of the machine since it told of it last."""

    measured_at: float
    """Seconds since the epoch, wall clock."""
    entries: list[UsageEntry]


Record = (
    PredictionRecord
    | ErrorRecord
    | ShadowRecord
    | OutcomeRecord
    | FeedbackRecord
    | KeyUseRecord
    | UsageRecord
)

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Record)


def frame(record: Record) -> bytes:
    payload = _encoder.encode(record)
    return FRAME_HEADER.pack(len(payload), zlib.crc32(payload)) + payload


def read_frames(data: bytes, start: int = 0) -> Iterator[tuple[int, Record]]:
    """Yield (position after the frame, record) for each whole, intact frame of ``data``."""
    position = start
    while position + FRAME_HEADER.size <= len(data):
        length, checksum = FRAME_HEADER.unpack_from(data, position)
        begin = position + FRAME_HEADER.size
        payload = data[begin : begin + length]
        if len(payload) < length or zlib.crc32(payload) != checksum:
            return
        position = begin + length
        yield position, _decoder.decode(payload)
