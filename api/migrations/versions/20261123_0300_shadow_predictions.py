"""Shadow predictions, their figures, and the failures of live versions.

PostgreSQL keeps the shadow predictions partitioned by day, as it does the predictions.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.migrations.locking import set_lock_timeout

revision = "20261123_0300"
down_revision = "20261122_2150"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    set_lock_timeout()
    op.create_table(
        "shadow_predictions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("occurred_at", MOMENT, nullable=False),
        sa.Column("served_at", MOMENT, nullable=False),
        sa.Column("model_name", sa.String(length=64), nullable=False),
        sa.Column("latency_seconds", sa.Double(), nullable=False),
        sa.Column("output", JSON, nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint(
            "id", "row", "version", "occurred_at", name=op.f("pk_shadow_predictions")
        ),
        postgresql_partition_by="RANGE (occurred_at)",
    )
    op.create_index(
        "ix_shadow_predictions_model_name_version_occurred_at",
        "shadow_predictions",
        ["model_name", "version", "occurred_at"],
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE shadow_predictions_default PARTITION OF shadow_predictions DEFAULT"
        )

    op.create_table(
        "shadow_rollups",
        sa.Column("model_name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("minute", MOMENT, nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("failed_rows", sa.Integer(), nullable=False),
        sa.Column("dropped_rows", sa.Integer(), nullable=False),
        sa.Column("latency_seconds_sum", sa.Double(), nullable=False),
        sa.Column("latency_counts", JSON, nullable=False),
        sa.PrimaryKeyConstraint("model_name", "version", "minute", name=op.f("pk_shadow_rollups")),
    )

    op.create_table(
        "model_failures",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("served_at", MOMENT, nullable=False),
        sa.Column("model_name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("variant", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("inputs", JSON, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_failures")),
    )
    op.create_index(
        "ix_model_failures_model_name_version_served_at",
        "model_failures",
        ["model_name", "version", "served_at"],
    )


def downgrade() -> None:
    set_lock_timeout()
    op.drop_table("model_failures")
    op.drop_table("shadow_rollups")
    op.drop_table("shadow_predictions")
