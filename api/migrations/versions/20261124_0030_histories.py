"""Recorded history that is loaded and removed, and the models that its rows belong to."""

import sqlalchemy as sa
from alembic import op

from api.migrations.locking import set_lock_timeout

revision = "20261124_0030"
down_revision = "20261123_2345"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    set_lock_timeout()
    op.add_column(
        "models", sa.Column("origin", sa.String(16), nullable=False, server_default="live")
    )
    op.create_table(
        "histories",
        sa.Column("model_name", sa.String(64), nullable=False),
        sa.Column("base_model", sa.String(64), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("shifted_weeks", sa.Integer(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("one_in", sa.Integer(), nullable=False),
        sa.Column("loaded_until", MOMENT),
        sa.Column("predictions", sa.Integer(), nullable=False),
        sa.Column("truths", sa.Integer(), nullable=False),
        sa.Column("load_job_id", BIG_ID, nullable=False),
        sa.Column("removal_job_id", BIG_ID),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("model_name", name=op.f("pk_histories")),
        sa.ForeignKeyConstraint(
            ["base_model"], ["models.name"], name=op.f("fk_histories_base_model_models")
        ),
        sa.ForeignKeyConstraint(
            ["load_job_id"], ["jobs.id"], name=op.f("fk_histories_load_job_id_jobs")
        ),
        sa.ForeignKeyConstraint(
            ["removal_job_id"], ["jobs.id"], name=op.f("fk_histories_removal_job_id_jobs")
        ),
    )


def downgrade() -> None:
    set_lock_timeout()
    op.drop_table("histories")
    with op.batch_alter_table("models") as batch:
        batch.drop_column("origin")
