"""Rows of keys as the API shows them."""

from datetime import datetime

from api.core.access.scopes import effective
from api.core.tables import ApiKey as Row
from api.core.tables import Person
from api.http.schemas.api_keys import ApiKey, KeyState


def api_key(row: Row, owner: Person, now: datetime) -> ApiKey:
    return ApiKey.model_validate(
        {
            "id": row.id,
            "owner": owner.name,
            "name": row.name,
            "prefix": row.prefix,
            "scopes": row.scopes,
            "effective_scopes": effective(row.scopes, owner.role),
            "requests_per_minute": row.requests_per_minute,
            "state": _state(row, owner, now),
            "created_at": row.created_at,
            "created_by": row.created_by,
            "expires_at": row.expires_at,
            "revoked_at": row.revoked_at,
            "last_used_at": row.last_used_at,
            "last_used_address": row.last_used_address,
        }
    )


def _state(row: Row, owner: Person, now: datetime) -> KeyState:
    if row.revoked_at is not None:
        return "revoked"
    if row.expires_at is not None and row.expires_at <= now:
        return "expired"
    return "active" if owner.disabled_at is None else "owner_disabled"
