from typing import cast

from fastapi import APIRouter

from api.core.access.types import Role
from api.http.deps import SignedIn
from api.http.routes.declared import problems
from api.http.schemas.session import Session

router = APIRouter(prefix="/v1/session", tags=["access"])


@router.get(
    "", operation_id="get_session", summary="Check a password", responses=problems(401, 429)
)
def get_session(actor: SignedIn) -> Session:
    """Who the Basic credentials belong to. Browsers are not asked for them in a window."""
    return Session(name=actor.name, role=cast(Role, actor.role))
