from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table


class Person(Table):
    __tablename__ = "people"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(128), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    """viewer, engineer, administrator."""
    password_hash: Mapped[str]
    """argon2id."""
    created_at: Mapped[datetime]
