"""Policies as the API shows them, and as it takes them."""

import msgspec
from sqlalchemy.orm import Session

from api.core.models.queries import get_model
from api.core.policies import queries
from api.core.policies.preview import LANGUAGES, preview
from api.core.policies.rules import contradictions
from api.core.policies.types import DEFAULT, Policy
from api.core.tables import PolicyVersion
from api.http.schemas import policies as schemas


def policy_detail(session: Session, model: str) -> schemas.PolicyDetail:
    """The policy that counts now. Raises ModelAbsent."""
    get_model(session, model)
    newest = queries.newest_version(session, model)
    shown = _version(newest) if newest else _default()
    policy = queries.policy_of(newest) if newest else DEFAULT
    return schemas.PolicyDetail(model=model, preview=_sentences(policy), **dict(shown))


def policy_history(
    session: Session, model: str, *, before: int | None, limit: int
) -> schemas.PolicyHistory:
    get_model(session, model)
    found = queries.versions(session, model, before=before, limit=limit)
    return schemas.PolicyHistory(
        model=model,
        versions=[_version(row) for row in found.rows],
        next_before=found.next_before,
    )


def policy_preview(given: schemas.Policy) -> schemas.PolicyPreview:
    """Also of one that contradicts itself, with the sentences that say why."""
    policy = core_policy(given)
    found = contradictions(policy)
    return schemas.PolicyPreview(preview=_sentences(policy), contradictions=list(found))


def core_policy(given: schemas.Policy) -> Policy:
    return msgspec.convert(given.model_dump(), Policy)


def _default() -> schemas.PolicyVersion:
    return schemas.PolicyVersion(
        number=0,
        policy=schemas.Policy.model_validate(DEFAULT),
        created_at=None,
        created_by=None,
        reason=None,
    )


def _version(row: PolicyVersion) -> schemas.PolicyVersion:
    return schemas.PolicyVersion(
        number=row.number,
        policy=schemas.Policy.model_validate(queries.policy_of(row)),
        created_at=row.created_at,
        created_by=row.created_by,
        reason=row.reason,
    )


def _sentences(policy: Policy) -> dict[str, list[str]]:
    return {language: list(preview(policy, language)) for language in LANGUAGES}
