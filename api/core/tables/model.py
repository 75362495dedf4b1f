"""Models and their versions. A version's content is its sealed artifact; these rows point at it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table


class Model(Table):
    __tablename__ = "models"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    task: Mapped[str] = mapped_column(String(16))
    title: Mapped[dict[str, Any]]
    summary: Mapped[dict[str, Any]]
    recipe: Mapped[str | None] = mapped_column(String(64))
    """Name of the recipe that retrains it; null for a model registered from its ONNX file."""
    origin: Mapped[str] = mapped_column(String(16), default="live", server_default="live")
    """live; or replay: recorded questions and truths that were played again, shown as such, served
    to nobody and acted on by nobody. All that bears the model's name is of this origin."""
    cache_responses: Mapped[bool] = mapped_column(default=False)
    clock_at: Mapped[datetime | None]
    """The time by which the model's life goes on where that is not the wall's: in a replay."""
    created_at: Mapped[datetime]


class ModelVersion(Table):
    __tablename__ = "model_versions"
    __table_args__ = (
        UniqueConstraint("model_name", "version"),
        UniqueConstraint("model_name", "digest"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    model_name: Mapped[str] = mapped_column(ForeignKey("models.name"))
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), index=True)
    """SHA-256 of the sealed manifest, hex; the artifact store's key."""
    manifest: Mapped[dict[str, Any]]
    schema: Mapped[dict[str, Any]]
    evaluation: Mapped[dict[str, Any] | None]
    card: Mapped[dict[str, Any] | None]
    presentation: Mapped[dict[str, Any] | None]
    examples: Mapped[list[Any]]
    execution: Mapped[dict[str, Any]]
    """api.artifact.snapshot.Execution as measured when registered, and beside it ``override``:
    null or the {"mode"?, "max_batch_size"?} that a person asked for instead."""
    training_run_id: Mapped[int | None] = mapped_column(ForeignKey("training_runs.id"))
    mlflow_run_id: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    """By the model's clock."""
    created_by: Mapped[str] = mapped_column(String(128))
