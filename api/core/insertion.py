"""Insert rows and let those be that are there already, in the words of each database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from api.core.tables import Table


def insert_for(session: Session, table: type[Table]) -> postgresql.Insert | sqlite.Insert:
    """The insert of this session's database, which knows ``on_conflict``."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def insert_if_absent(session: Session, table: type[Table], rows: Sequence[dict[str, Any]]) -> None:
    """Insert ``rows``; one whose unique keys are taken is left out."""
    statement: Insert = insert_for(session, table).on_conflict_do_nothing()
    session.execute(statement, list(rows))
