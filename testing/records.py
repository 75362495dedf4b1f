"""Spool records as the data plane appends them."""

import json
from collections.abc import Sequence
from typing import Any

from api.spool.records import (
    ErrorRecord,
    FeedbackRecord,
    OutcomeRecord,
    PredictionRecord,
    ShadowRecord,
)


def prediction_record(
    number: int,
    *,
    served_at: float,
    model: str = "demo",
    version: int = 1,
    outputs: Sequence[dict[str, Any]] = ({"probability": 0.25, "label": "on time"},),
    latency_seconds: float = 0.0004,
    cached: bool = False,
    **request: Any,
) -> PredictionRecord:
    """A request of one row an output; ``request`` may add keys, subject and occurred_at."""
    rows = [{"wind": float(row)} for row in range(len(outputs))]
    return PredictionRecord(
        id=prediction_id(number),
        served_at=served_at,
        latency_seconds=latency_seconds,
        model=model,
        version=version,
        variant="champion",
        source="api",
        cached=cached,
        rows=len(rows),
        batch_rows=0 if cached else len(rows),
        request=json.dumps({"rows": rows, **request}).encode(),
        predictions=json.dumps(list(outputs)).encode(),
    )


def error_record(
    number: int,
    *,
    served_at: float,
    status: int,
    model: str = "demo",
    version: int = 1,
    reason: str = "",
    inputs: bytes = b"",
) -> ErrorRecord:
    return ErrorRecord(
        id=prediction_id(number),
        served_at=served_at,
        latency_seconds=0.0001,
        model=model,
        version=version,
        variant="champion",
        source="api",
        status=status,
        reason=reason,
        inputs=inputs,
    )


def shadow_record(
    number: int,
    *,
    served_at: float,
    version: int = 2,
    outputs: Sequence[dict[str, Any] | None] = ({"probability": 0.75, "label": "late"},),
    model: str = "demo",
    occurred_at: Any = None,
    latency_seconds: float = 0.0002,
    dropped_rows: int = 0,
) -> ShadowRecord:
    """What a shadow gave for the rows of ``prediction_record(number)``; None is no answer."""
    return ShadowRecord(
        id=prediction_id(number),
        served_at=served_at,
        latency_seconds=latency_seconds,
        model=model,
        version=version,
        rows=len(outputs),
        predictions=json.dumps(list(outputs)).encode(),
        failures={
            row: "The model gave nan." for row, output in enumerate(outputs) if output is None
        },
        occurred_at=b"" if occurred_at is None else json.dumps(occurred_at).encode(),
        dropped_rows=dropped_rows,
    )


def outcome_record(number: int, *, received_at: float, outcomes: list[Any]) -> OutcomeRecord:
    return OutcomeRecord(
        id=f"o{number:031d}",
        received_at=received_at,
        request=json.dumps({"outcomes": outcomes}).encode(),
    )


def feedback_record(number: int, *, received_at: float, **body: Any) -> FeedbackRecord:
    return FeedbackRecord(
        id=f"f{number:031d}", received_at=received_at, request=json.dumps(body).encode()
    )


def prediction_id(number: int) -> str:
    return f"p{number:031d}"
