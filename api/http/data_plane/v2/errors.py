"""The protocol's own shape of an error: ``{"error": "…"}``."""

import msgspec

from api.http.data_plane.messages import Response
from api.http.data_plane.problems import refusal_headers
from api.serving.errors import RowsRefused, ServingError

_NAMED_FAULTS = 3


def v2_error(error: ServingError, request_id: str) -> Response:  # noqa: ARG001 - as ``problem`` has it
    detail = str(error)
    if isinstance(error, RowsRefused):
        detail = " ".join(
            f"{'' if e.row is None else f'Row {e.row}: '}{e}." for e in error.errors[:_NAMED_FAULTS]
        )
    return Response(
        msgspec.json.encode({"error": detail}), status=error.status, headers=refusal_headers(error)
    )
