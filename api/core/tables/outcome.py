"""The truth, when it comes, and what visitors thought of an answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Json, Table

_UNMEASURED = text("NOT is_measured")
_UNCOUNTED = text("NOT is_counted")


class Outcome(Table):
    """The newest truth for one prediction, named by its id and row or by the caller's own key.

    It may arrive before the prediction has been shipped, so nothing refers to the predictions.
    """

    __tablename__ = "outcomes"
    __table_args__ = (
        Index("ix_outcomes_model_name_client_key", "model_name", "client_key"),
        Index(
            "ix_outcomes_unmeasured",
            "received_at",
            # As a query writes it: SQLite uses a partial index for its own words alone.
            sqlite_where=text("is_measured = 0"),
            postgresql_where=_UNMEASURED,
        ),
    )

    reference: Mapped[str] = mapped_column(String(300), primary_key=True)
    """``id:<prediction id>:<row>`` or ``key:<model>:<client key>``."""
    prediction_id: Mapped[str | None] = mapped_column(String(40), index=True)
    row: Mapped[int | None]
    model_name: Mapped[str | None] = mapped_column(String(64))
    client_key: Mapped[str | None] = mapped_column(String(200))
    truth: Mapped[Any] = mapped_column(Json)
    """A label or a number."""
    observed_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(index=True)
    changes: Mapped[int] = mapped_column(default=0)
    """How often a later outcome contradicted an earlier one."""
    is_measured: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """Whether the quality of its prediction's day counts it as it stands."""


class Feedback(Table):
    __tablename__ = "feedback"
    __table_args__ = (
        Index(
            "ix_feedback_uncounted",
            "received_at",
            sqlite_where=text("is_counted = 0"),
            postgresql_where=_UNCOUNTED,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[str] = mapped_column(String(40), unique=True)
    prediction_id: Mapped[str] = mapped_column(String(40), index=True)
    row: Mapped[int]
    thumb: Mapped[str] = mapped_column(String(4))
    """up or down."""
    comment: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime] = mapped_column(index=True)
    is_counted: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """Whether ``FeedbackDay`` has it: not until its prediction has been shipped."""
