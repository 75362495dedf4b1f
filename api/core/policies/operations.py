from datetime import datetime
from typing import Any, ClassVar

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core import audit
from api.core.errors import FarolError, Kind
from api.core.models.clock import model_now
from api.core.models.queries import get_model, require_live
from api.core.policies.queries import newest_version
from api.core.policies.rules import require_consistent
from api.core.policies.types import DEFAULT, Policy
from api.core.tables import Model, PolicyVersion


class PolicyChanged(FarolError):
    """Somebody else set it meanwhile."""

    kind: ClassVar[Kind] = "conflict"


def set_policy(
    session: Session,
    *,
    model: str,
    policy: Policy,
    seen_number: int,
    actor: str,
    reason: str,
    now: datetime,
) -> PolicyVersion:
    """Keep a new version of the policy, which counts from now on.

    ``seen_number`` is the version that it was made from, 0 for the default. Raises ModelAbsent,
    PolicyRefused for one that contradicts itself, PolicyChanged when another came in between.
    """
    get_model(session, model)
    require_live(session, model)
    require_consistent(policy)
    session.execute(select(Model.name).where(Model.name == model).with_for_update()).all()
    newest = newest_version(session, model)
    _require_seen(model, newest, seen_number)
    version = PolicyVersion(
        model_name=model,
        number=seen_number + 1,
        document=_document(policy),
        reason=reason,
        created_at=model_now(session, model, now),
        created_by=actor,
    )
    session.add(version)
    audit.record(
        session,
        now=now,
        actor=actor,
        action="policy.set",
        subject=f"model:{model}",
        before={"number": seen_number, "policy": newest.document if newest else _document(DEFAULT)},
        after={"number": version.number, "policy": version.document},
        reason=reason,
    )
    return version


def _require_seen(model: str, newest: PolicyVersion | None, seen_number: int) -> None:
    number = newest.number if newest else 0
    if number == seen_number:
        return
    happened = (
        f"{newest.created_by} set version {number} at {newest.created_at:%Y-%m-%d %H:%M} UTC: "
        f"{newest.reason}"
        if newest
        else "it has never been set"
    )
    raise PolicyChanged(
        f"the policy of {model} is not version {seen_number} any more ({happened}): "
        "look again and decide anew"
    )


def _document(policy: Policy) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(policy))
    return document
