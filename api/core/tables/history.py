"""Recorded history that was loaded into this installation, and can be taken out of it again."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import Table


class History(Table):
    """One replay: which recording, shifted by how much, and how far it has come.

    Its rows are those of the model that it names; they go with it.
    """

    __tablename__ = "histories"

    model_name: Mapped[str] = mapped_column(String(64), primary_key=True)
    """The model of origin ``replay``. No foreign key: that is made after this row, and goes before
    it."""
    base_model: Mapped[str] = mapped_column(ForeignKey("models.name"))
    """Whose version answers."""
    base_version: Mapped[int]
    shifted_weeks: Mapped[int]
    """A recorded moment and so many weeks are the moment that is shown."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    """Half-open, as shown."""
    one_in: Mapped[int]
    """Of so many recorded questions one is asked."""
    loaded_until: Mapped[datetime | None]
    """Moves on with every day, in the transaction that ends it."""
    predictions: Mapped[int] = mapped_column(default=0)
    truths: Mapped[int] = mapped_column(default=0)
    load_job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    removal_job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"))
    """Set when it is to go: nothing is loaded any more."""
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(128))
