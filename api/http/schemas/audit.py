from typing import Annotated, Any, get_args

from pydantic import Field

from api.core.audit_actions import AuditAction
from api.http.schemas.base import Answer, Instant


class AuditEntry(Answer):
    """Who did what to what, and why. Append-only."""

    id: int
    at: Instant
    actor: str
    """`person:<name>`, `policy:<model>` or `system`."""
    action: Annotated[str, Field(json_schema_extra={"enum": list(get_args(AuditAction))})]
    """Of the names here; an old entry is shown as it was written."""
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str
    request_id: str | None
    address: str | None
    """Where the request came from; null for what Farol did by itself."""
    api_key: str | None
    """Prefix of the key that the actor asked with; null for somebody who signed in."""


class AuditLog(Answer):
    entries: list[AuditEntry]
    """Newest first."""
    next_before_id: int | None
    """Ask with it as `before_id` for what was done before; null where nothing was."""
