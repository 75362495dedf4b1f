from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from api.core import audit
from api.http.access_examples import AUDIT_ENTRY
from api.http.deps import Administrator, Reading
from api.http.examples import answer
from api.http.routes.declared import problems
from api.http.schemas.audit import AuditLog
from api.http.schemas.base import MAX_ROW_ID

router = APIRouter(prefix="/v1/audit", tags=["access"])

Exactly = Annotated[str | None, Query(min_length=1, max_length=128)]


@router.get(
    "",
    operation_id="read_audit",
    summary="Who did what, and why",
    responses=problems(401, 403, 422, 429)
    | answer({"entries": [AUDIT_ENTRY], "next_before_id": None}),
)
def read_audit(
    _actor: Administrator,
    session: Reading,
    subject: Exactly = None,
    actor: Exactly = None,
    action: Exactly = None,
    start: Annotated[AwareDatetime | None, Query(description="From then on.")] = None,
    end: Annotated[AwareDatetime | None, Query(description="Before then.")] = None,
    before_id: Annotated[int | None, Query(ge=1, le=MAX_ROW_ID)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> AuditLog:
    """Newest first. `action` may end with `.*`: `person.*` is everything done to people; `subject`
    and `actor` with `:*`: `policy:*` is whatever policies did."""
    found = audit.search(
        session,
        subject=subject,
        actor=actor,
        action=action,
        start=start,
        end=end,
        before_id=before_id,
        limit=limit + 1,
    )
    shown = found[:limit]
    return AuditLog.model_validate(
        {"entries": shown, "next_before_id": shown[-1].id if len(found) > limit else None}
    )
