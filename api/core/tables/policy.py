from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table


class PolicyVersion(Table):
    """Append-only: a model's policy as somebody set it; the newest one counts."""

    __tablename__ = "policy_versions"
    __table_args__ = (UniqueConstraint("model_name", "number"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    model_name: Mapped[str] = mapped_column(ForeignKey("models.name"))
    number: Mapped[int]
    """Counts from 1; 0 stands for the default policy, which is not stored."""
    document: Mapped[dict[str, Any]]
    reason: Mapped[str]
    created_at: Mapped[datetime]
    """By the model's clock."""
    created_by: Mapped[str] = mapped_column(String(128))
