from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table


class TrainingRun(Table):
    """One asked-for training: what was asked, by whom and why, and the version that came of it."""

    __tablename__ = "training_runs"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    model_name: Mapped[str] = mapped_column(String(64), index=True)
    recipe: Mapped[str] = mapped_column(String(64))
    parameters: Mapped[dict[str, Any]]
    reason: Mapped[str]
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    retry_of: Mapped[int | None] = mapped_column(BigId)
    """The first run that this one repeats, with the same parameters."""
    version: Mapped[int | None]
    """The registered version; null until there is one."""
    created_at: Mapped[datetime]
    """By the model's clock; the job has the wall's."""
    created_by: Mapped[str] = mapped_column(String(128))
