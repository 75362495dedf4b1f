from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table


class ModelDraft(Table):
    """An uploaded ONNX graph that somebody describes and tries before it is registered."""

    __tablename__ = "model_drafts"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    """Also the name of the directory with its graph."""
    name: Mapped[str] = mapped_column(String(64))
    """Of the model that it is to become; empty until somebody has said it."""
    filename: Mapped[str] = mapped_column(String(200))
    size_bytes: Mapped[int] = mapped_column(BigId)
    sha256: Mapped[str] = mapped_column(String(64))
    document: Mapped[dict[str, Any] | None]
    """api.core.drafts.types.DraftDocument; null until the graph has been checked."""
    findings: Mapped[dict[str, Any] | None]
    trial: Mapped[dict[str, Any] | None]
    """The newest one."""
    revision: Mapped[int] = mapped_column(default=0)
    """Counts the changes, so that nobody undoes somebody else's unseen."""
    check_job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    trial_job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"))
    register_job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"))
    version: Mapped[int | None]
    """What it became."""
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(128))
    changed_at: Mapped[datetime] = mapped_column(index=True)
