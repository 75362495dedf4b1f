"""How many rows each version answered on a day of wall time: what its cost is divided by."""

from collections import Counter
from datetime import UTC

import sqlalchemy as sa
from alembic import op

from api.migrations.locking import set_lock_timeout

revision = "20261123_2345"
down_revision = "20261123_2335"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    set_lock_timeout()
    op.add_column("serving_days", sa.Column("rows", BIG_ID, nullable=False, server_default="0"))
    _count_rows()


def downgrade() -> None:
    set_lock_timeout()
    with op.batch_alter_table("serving_days") as batch:
        batch.drop_column("rows")


def _count_rows() -> None:
    """Of days that had online requests; a day of batches alone begins to count from now on."""
    names = ("model_name", "version", "rows")
    rollup = sa.table(
        "serving_rollups", sa.column("minute", MOMENT), *[sa.column(name) for name in names]
    )
    days: Counter[tuple[object, ...]] = Counter()
    for row in op.get_bind().execute(sa.select(rollup)):
        minute = row.minute.astimezone(UTC) if row.minute.tzinfo else row.minute
        days[minute.date(), row.model_name, row.version] += row.rows
    table = sa.table(
        "serving_days", sa.column("day", sa.Date()), *[sa.column(name) for name in names]
    )
    for (day, model, version), rows in days.items():
        op.execute(
            sa.update(table)
            .where(table.c.day == day, table.c.model_name == model, table.c.version == version)
            .values(rows=rows)
        )
