"""Detailed reports on checks."""

import sqlalchemy as sa
from alembic import op

from api.migrations.locking import set_lock_timeout

revision = "20261123_0730"
down_revision = "20261123_0720"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    set_lock_timeout()
    op.create_table(
        "detailed_reports",
        sa.Column("check_id", BIG, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(length=128), nullable=False),
        sa.Column("job_id", BIG, nullable=False),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.Column("written_at", MOMENT, nullable=True),
        sa.Column("reference", sa.String(length=16), nullable=True),
        sa.Column("reference_rows", sa.Integer(), nullable=True),
        sa.Column("current_rows", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("page", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["check_id"], ["checks.id"], name=op.f("fk_detailed_reports_check_id_checks")
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name=op.f("fk_detailed_reports_job_id_jobs")
        ),
        sa.PrimaryKeyConstraint("check_id", name=op.f("pk_detailed_reports")),
    )


def downgrade() -> None:
    set_lock_timeout()
    op.drop_table("detailed_reports")
