"""Requests that a live version gave no answer to."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import Json, Table


class ModelFailure(Table):
    """A request that was answered with a server error because the model failed on it.

    The rollups count it too, with the version's other server errors.
    """

    __tablename__ = "model_failures"
    __table_args__ = (
        Index(
            "ix_model_failures_model_name_version_served_at", "model_name", "version", "served_at"
        ),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    """Of the request."""
    served_at: Mapped[datetime]
    model_name: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    variant: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str]
    """What the model did: gave NaN for row 3, raised, …"""
    inputs: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The row that it failed on, where one is to blame and it is short."""
