"""Drafts of models that are brought as ONNX files; recipes as the workers publish them; retries."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.migrations.locking import set_lock_timeout

revision = "20261123_2335"
down_revision = "20261123_2330"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    set_lock_timeout()
    _create_drafts()
    op.create_table(
        "recipes",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("task", sa.String(16), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("summary", JSON, nullable=False),
        sa.Column("parameters", JSON, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_recipes")),
    )
    op.add_column("training_runs", sa.Column("retry_of", BIG_ID))


def _create_drafts() -> None:
    op.create_table(
        "model_drafts",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("size_bytes", BIG_ID, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("document", JSON),
        sa.Column("findings", JSON),
        sa.Column("trial", JSON),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("check_job_id", BIG_ID, nullable=False),
        sa.Column("trial_job_id", BIG_ID),
        sa.Column("register_job_id", BIG_ID),
        sa.Column("version", sa.Integer()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(128), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_drafts")),
        *(
            sa.ForeignKeyConstraint(
                [column], ["jobs.id"], name=op.f(f"fk_model_drafts_{column}_jobs")
            )
            for column in ("check_job_id", "trial_job_id", "register_job_id")
        ),
    )
    op.create_index(op.f("ix_model_drafts_changed_at"), "model_drafts", ["changed_at"])


def downgrade() -> None:
    set_lock_timeout()
    with op.batch_alter_table("training_runs") as batch:
        batch.drop_column("retry_of")
    op.drop_table("recipes")
    op.drop_table("model_drafts")
