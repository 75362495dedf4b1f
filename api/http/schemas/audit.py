from typing import Any

from api.http.schemas.base import Answer, Instant


class AuditEntry(Answer):
    """Who did what to what, and why. Append-only."""

    id: int
    at: Instant
    actor: str
    """`person:<name>`, `policy:<model>` or `system`."""
    action: str
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
    """Newest first; ask for more with `before_id` of the last one."""
