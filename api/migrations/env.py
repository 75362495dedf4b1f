"""Alembic's entry: run the migrations on the connection given, or on the configured database."""

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.sql.schema import SchemaItem

from api.adapters.migration import one_at_a_time
from api.adapters.settings import Settings
from api.core.tables import Table

PARTITION_PREFIXES = ("predictions_", "shadow_predictions_")


def _is_ours(
    _item: SchemaItem, name: str | None, kind: str, reflected: bool, _compare_to: SchemaItem | None
) -> bool:
    """Partitions come and go by day; the metadata knows only the table that they are parts of."""
    is_partition = kind == "table" and reflected and (name or "").startswith(PARTITION_PREFIXES)
    return not is_partition


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        include_object=_is_ours,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Farol's migrations look at the database: the offline mode is not supported")

given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with one_at_a_time(Settings().database) as own:
        _run(own)
