"""The row that a model failed on, as the caller wrote it."""

import msgspec

MAX_BYTES = 2_000
"""A longer row (an image) names no cause that anybody could read off it."""


class _Rows(msgspec.Struct, gc=False):
    rows: list[msgspec.Raw]


_rows = msgspec.json.Decoder(_Rows)


def failed_row(body: bytes, row: int | None) -> bytes:
    """JSON of that row, or of the only one there is; empty where none is to blame or it is long.

    ``body`` is a native request that has been decoded once already.
    """
    rows = _rows.decode(body).rows
    if row is None and len(rows) > 1:
        return b""
    found = bytes(rows[row or 0])
    return found if len(found) <= MAX_BYTES else b""
