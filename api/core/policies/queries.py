import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.paging import Page, page
from api.core.policies.types import DEFAULT, Policy
from api.core.tables import PolicyVersion


def current_policy(session: Session, model: str) -> Policy:
    """The newest that was set, or the default."""
    newest = newest_version(session, model)
    return DEFAULT if newest is None else policy_of(newest)


def newest_version(session: Session, model: str) -> PolicyVersion | None:
    """None while the default policy counts."""
    statement = select(PolicyVersion).where(PolicyVersion.model_name == model)
    statement = statement.order_by(PolicyVersion.number.desc()).limit(1)
    return session.scalars(statement).one_or_none()


def versions(
    session: Session, model: str, *, before: int | None = None, limit: int = 100
) -> Page[PolicyVersion]:
    """Every policy that was set, newest first."""
    statement = select(PolicyVersion).where(PolicyVersion.model_name == model)
    return page(session, statement, PolicyVersion.number, before=before, limit=limit)


def policy_of(version: PolicyVersion) -> Policy:
    """What the document left out, because it is older than the setting, has its default."""
    return msgspec.convert(version.document, Policy)
