"""The executive dashboard on paper."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.migrations.locking import set_lock_timeout

revision = "20261124_0040"
down_revision = "20261124_0030"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
DAYS = ("period_start", "period_end", "previous_start", "previous_end")


def upgrade() -> None:
    set_lock_timeout()
    op.create_table(
        "board_reports",
        sa.Column("id", BIG_ID, nullable=False),
        *[sa.Column(name, sa.Date(), nullable=False) for name in DAYS],
        sa.Column("interval", sa.String(8), nullable=False),
        sa.Column("model_name", sa.String(64)),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(128), nullable=False),
        sa.Column("job_id", BIG_ID, nullable=False),
        sa.Column("written_at", MOMENT),
        sa.Column("mailed_to", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_reports")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_board_reports_job_id_jobs")),
    )
    op.create_index("ix_board_reports_created_at", "board_reports", ["created_at"])
    op.create_table(
        "board_report_files",
        sa.Column("report_id", BIG_ID, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", "language", name=op.f("pk_board_report_files")),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["board_reports.id"],
            name=op.f("fk_board_report_files_report_id_board_reports"),
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    set_lock_timeout()
    op.drop_table("board_report_files")
    op.drop_table("board_reports")
