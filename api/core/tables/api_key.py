"""Keys that programs ask with."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table


class ApiKey(Table):
    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    """Whose key it is: it may do no more than they may."""
    name: Mapped[str] = mapped_column(String(100))
    """What it is for."""
    prefix: Mapped[str] = mapped_column(String(16), unique=True)
    """The part of the key that is no secret, and names it."""
    key_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the whole key, 256 random bits of it: nothing that could be guessed."""
    scopes: Mapped[list[Any]]
    """``api.core.access.scopes.Scope``."""
    requests_per_minute: Mapped[int | None]
    """Null is no limit."""
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(200))
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    """To the minute."""
    last_used_address: Mapped[str | None] = mapped_column(String(64))
