"""What a file of somebody without an account may be: small, of few rows, and soon forgotten."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

from fastapi import Request
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException

from api.adapters.settings import Settings
from api.core.batches import queries
from api.core.batches.types import BatchFormat
from api.core.errors import FarolError, Kind
from api.http.admission.addresses import visitor
from api.http.admission.gate import COUNTED_BODY_BYTES
from api.http.admission.refusals import RateLimited
from api.http.deps import Services

FORM_BYTES = 10_000
"""What the form around the file may add to it."""
SHARE_OF_MINUTE = 0.1
"""A file costs a job, so it counts as a tenth of a minute's predictions, or more by its size."""
MOST_WAITING = 20
"""Of all visitors together: their jobs shall not keep those of others waiting for long."""
_CHUNK_BYTES = 1 << 16


class TooManyRows(FarolError):
    kind: ClassVar[Kind] = "invalid"


class NotForVisitors(FarolError):
    kind: ClassVar[Kind] = "invalid"


class Busy(FarolError):
    kind: ClassVar[Kind] = "unavailable"


async def admit(request: Request, services: Services) -> None:
    """Before anything of the body is read. Raises 411, 413 and 429."""
    settings = services.settings
    announced = request.headers.get("content-length")
    if announced is None:
        raise HTTPException(411, "Without an account a request says its Content-Length.")
    if int(announced) > settings.visitor_file_bytes + FORM_BYTES:
        raise HTTPException(
            413,
            f"Without an account a file has up to {settings.visitor_file_bytes:,} bytes; "
            "who is signed in, or has a key with the scope 'predict', may send larger ones.",
            {"Connection": "close"},
        )
    per_minute = settings.visitor_requests_per_minute
    if not per_minute:
        return
    cost = max(int(per_minute * SHARE_OF_MINUTE), 1 + int(announced) // COUNTED_BODY_BYTES)
    who = f"predictions:{visitor(request.scope)}"
    wait = await services.limiter.take(who, per_minute, min(cost, per_minute))
    if wait:
        refusal = RateLimited("An address without a key", per_minute, wait)
        headers = {"Retry-After": str(refusal.retry_after_seconds)}
        raise HTTPException(refusal.status, str(refusal), headers)


def require_small(settings: Settings, path: Path, file_format: BatchFormat) -> None:
    """Raises NotForVisitors and TooManyRows. Lines are counted, so a row has none inside a cell."""
    if file_format == "parquet":
        raise NotForVisitors("Without an account a file is CSV or NDJSON.")
    lines = _lines(path)
    rows = lines - 1 if file_format == "csv" else lines
    if rows > settings.visitor_file_rows:
        raise TooManyRows(
            f"The file has {rows:,} rows; without an account it has up to "
            f"{settings.visitor_file_rows:,}. Who is signed in may send more."
        )


def require_room(session: Session) -> None:
    """Raises Busy."""
    if queries.waiting_of_visitors(session) >= MOST_WAITING:
        raise Busy("Many files wait to be scored already. Try again in a minute.")


def kept_until(settings: Settings, now: datetime) -> datetime:
    return now + timedelta(minutes=settings.visitor_file_minutes)


def _lines(path: Path) -> int:
    """By whichever end of line there is more of; a last one without an end counts too."""
    newlines = returns = 0
    last = b"\n"
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            newlines += chunk.count(b"\n")
            returns += chunk.count(b"\r")
            last = chunk[-1:]
    return max(newlines, returns) + (last not in (b"\n", b"\r"))
