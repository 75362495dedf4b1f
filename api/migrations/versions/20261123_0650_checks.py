"""What is measured by day of event time and what checks made of it; a clock of a model's own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.migrations.locking import set_lock_timeout

revision = "20261123_0650"
down_revision = "20261123_0310"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
UNMEASURED = sa.text("NOT is_measured")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    set_lock_timeout()
    op.add_column("models", sa.Column("clock_at", MOMENT, nullable=True))
    op.create_table(
        "drift_days",
        sa.Column("model_name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("inputs", JSON, nullable=False),
        sa.Column("outputs", JSON, nullable=False),
        sa.Column("measured_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("model_name", "version", "day", name=op.f("pk_drift_days")),
    )
    op.create_table(
        "quality_days",
        sa.Column("model_name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("variant", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("truths", sa.Integer(), nullable=False),
        sa.Column("sums", JSON, nullable=False),
        sa.Column("measured_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint(
            "model_name", "version", "variant", "day", name=op.f("pk_quality_days")
        ),
    )
    op.create_index("ix_quality_days_model_name_day", "quality_days", ["model_name", "day"])
    op.add_column(
        "outcomes",
        sa.Column("is_measured", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )
    op.create_index(
        "ix_outcomes_unmeasured",
        "outcomes",
        ["received_at"],
        sqlite_where=sa.text("is_measured = 0"),
        postgresql_where=UNMEASURED,
    )
    _create_checks()


def _create_checks() -> None:
    op.create_table(
        "checks",
        sa.Column("id", BIG, nullable=False),
        sa.Column("model_name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("policy_number", sa.Integer(), nullable=False),
        sa.Column("drift_start", MOMENT, nullable=False),
        sa.Column("quality_start", MOMENT, nullable=False),
        sa.Column("drift_severity", sa.String(length=16), nullable=False),
        sa.Column("drift_reason", sa.String(), nullable=False),
        sa.Column("drift", JSON, nullable=False),
        sa.Column("quality_severity", sa.String(length=16), nullable=False),
        sa.Column("quality_reason", sa.String(), nullable=False),
        sa.Column("quality", JSON, nullable=False),
        sa.Column("repair", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("waits_until", MOMENT, nullable=True),
        sa.Column("training_run_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["model_name"], ["models.name"], name=op.f("fk_checks_model_name_models")
        ),
        sa.ForeignKeyConstraint(
            ["training_run_id"],
            ["training_runs.id"],
            name=op.f("fk_checks_training_run_id_training_runs"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checks")),
        sa.UniqueConstraint("job_id", name=op.f("uq_checks_job_id")),
    )
    op.create_index("ix_checks_model_name_at", "checks", ["model_name", "at"])


def downgrade() -> None:
    set_lock_timeout()
    for table in ("checks", "quality_days", "drift_days"):
        op.drop_table(table)
    op.drop_index("ix_outcomes_unmeasured", "outcomes")
    op.drop_column("outcomes", "is_measured")
    op.drop_column("models", "clock_at")
