from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import Table


class Recipe(Table):
    """A recipe that the workers have, as they last said: what may be asked of a training."""

    __tablename__ = "recipes"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    task: Mapped[str] = mapped_column(String(16))
    title: Mapped[dict[str, Any]]
    summary: Mapped[dict[str, Any]]
    parameters: Mapped[list[Any]]
    """Each one an api.core.training.types.Parameter, in the order of the form."""
    published_at: Mapped[datetime]
