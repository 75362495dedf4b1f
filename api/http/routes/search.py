from typing import Annotated

from fastapi import APIRouter, Query

from api.core.access.types import Role, at_least
from api.core.search.queries import Asked, Kind, search
from api.http.deps import Reading, Viewer
from api.http.examples import answer
from api.http.routes.declared import problems
from api.http.schemas.search import SearchResult

router = APIRouter(prefix="/v1/search", tags=["models"])

KINDS: tuple[tuple[Kind, Role], ...] = (
    ("model", "viewer"),
    ("version", "viewer"),
    ("training run", "engineer"),
    ("experiment", "engineer"),
    ("person", "administrator"),
)
"""What is found, and the lowest role that may see it."""
HIT = {"kind": "version", "id": "2", "name": "flight-delay", "model": "flight-delay"}


@router.get(
    "",
    operation_id="search_by_name",
    summary="Anything by its name",
    responses=problems(401, 403, 422, 429) | answer({"hits": [HIT]}),
)
def search_by_name(
    actor: Viewer,
    session: Reading,
    text: Annotated[str, Query(min_length=1, max_length=100, examples=["flight 2"])],
    limit: Annotated[int, Query(ge=1, le=20, description="Of each kind.")] = 5,
) -> SearchResult:
    """Models, versions, training runs, experiments and people whose names hold the words, as far
    as the role may see them; a number among the words is the version's or the run's. A key finds
    no people."""
    kinds = [
        kind
        for kind, least in KINDS
        if at_least(actor.role, least) and not (kind == "person" and actor.key is not None)
    ]
    hits = search(session, asked=Asked.of(text), kinds=kinds, limit=limit)
    return SearchResult.model_validate({"hits": hits})
