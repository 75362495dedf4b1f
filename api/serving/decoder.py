"""Request bytes -> graph inputs: one compiled pass when all is well, the precise path when not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from msgspec import UNSET

from api.artifact.schema import Schema
from api.serving.columns import Feed, packers
from api.serving.errors import RowsRefused
from api.serving.msgspec_faults import row_error
from api.serving.precise import PreciseDecoder
from api.serving.presence import Presence
from api.serving.row_types import request_type, row_type


@dataclass(slots=True)
class DecodedRequest:
    """A valid request. ``subject`` is None where the caller named nobody."""

    rows: int
    feed: Feed
    subject: str | None
    source: str


class RequestDecoder:
    """Made once per schema; safe for several threads."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._row_type = row_type(schema)
        self._decoder = msgspec.json.Decoder(request_type(schema, self._row_type))
        self._packers = packers(schema)
        self._precise = PreciseDecoder(schema)
        self._presence = Presence(schema)

    def decode(self, body: bytes) -> DecodedRequest:
        """Raises BrokenRequest when it is not JSON, RowsRefused when it does not fit the schema."""
        try:
            request: Any = self._decoder.decode(body)
            rows = request.rows
            feed = {name: pack(rows) for name, pack in self._packers}
            if self._may_hide_something(body, request, feed):
                self._precise.check(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            self._precise.check(body)
            raise RowsRefused([row_error(error)]) from error
        return DecodedRequest(len(rows), feed, request.subject or None, request.source or "api")

    def convert(self, rows: Sequence[dict[str, Any]]) -> Sequence[Any]:
        """Python rows -> row structs, for offline use. Raises RowsRefused."""
        try:
            plain = msgspec.json.encode(rows)
            decoder = msgspec.json.Decoder(list[self._row_type])  # type: ignore[name-defined]  # made at run time
            structs: Sequence[Any] = decoder.decode(plain)
        except (msgspec.MsgspecError, UnicodeError, TypeError, ValueError) as error:
            self._precise.check_rows(rows)
            raise RowsRefused([row_error(error)]) from error
        return structs

    def check_rows(self, rows: Sequence[Any]) -> None:
        """The same for several, naming up to 20 faults. Raises RowsRefused."""
        self._precise.check_rows(rows)

    def check_row(self, row: Any) -> None:
        """Raises RowError for the first fault of one Python row."""
        self._precise.check_row(row)

    def pack(self, structs: Sequence[Any]) -> Feed:
        return {name: pack(structs) for name, pack in self._packers}

    def canonical(self, request: DecodedRequest) -> bytes:
        """The same bytes for the same graph inputs, however the rows were spelled."""
        return b"".join(
            msgspec.json.encode(array.tolist()) if array.dtype == np.object_ else array.tobytes()
            for array in request.feed.values()
        )

    def _may_hide_something(self, body: bytes, request: Any, feed: Feed) -> bool:
        """Whether the body may hold what msgspec lets through: a name twice, a NUL character, …

        Each name ends in a colon, so as many colons as names that were read means that none was
        read twice. Colons inside texts are told apart where the writer put no space before it.
        """
        if b"\\u0000" in body or not _envelope_fits(request):
            return True
        expected = self._presence.names_read(request, feed)
        colons = body.count(b":")
        if colons == expected:
            return False
        spaced = body.count(b" :") + body.count(b"\n:") + body.count(b"\t:") + body.count(b"\r:")
        return bool(spaced) or body.count(b'":') != expected


def _envelope_fits(request: Any) -> bool:
    if request.keys is UNSET and request.occurred_at is UNSET:
        return True
    rows = len(request.rows)
    keys = request.keys
    if isinstance(keys, list) and len(keys) != rows:
        return False
    occurred_at = request.occurred_at
    return not isinstance(occurred_at, list) or len(occurred_at) == rows
