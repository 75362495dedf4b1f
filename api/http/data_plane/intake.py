"""``POST /v1/outcomes`` and ``POST /v1/feedback``."""

import time

from api.http.data_plane.messages import Request, Response
from api.http.data_plane.predict import read_json_body
from api.serving.intake import check_feedback, check_outcomes
from api.serving.plane import DataPlane
from api.spool.records import FeedbackRecord, OutcomeRecord


async def outcomes(plane: DataPlane, request: Request) -> Response:
    """Acknowledged once they are in the spool. Raises ServingError."""
    body = await read_json_body(request)
    count = check_outcomes(body, frozenset(plane.table.routes))
    await plane.keep(OutcomeRecord(plane.ids.next("o"), time.time(), body))
    plane.outcomes += count
    return Response(b'{"accepted":%d}' % count, status=202, rows=count)


async def feedback(plane: DataPlane, request: Request) -> Response:
    """Acknowledged once it is in the spool. Raises ServingError."""
    body = await read_json_body(request)
    check_feedback(body)
    await plane.keep(FeedbackRecord(plane.ids.next("f"), time.time(), body))
    plane.feedback += 1
    return Response(b'{"accepted":1}', status=202, rows=1)
