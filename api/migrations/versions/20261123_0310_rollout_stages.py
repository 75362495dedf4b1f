"""Rollouts go through stages, every step of them is kept, and models have policies."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.migrations.locking import set_lock_timeout

revision = "20261123_0310"
down_revision = "20261123_0300"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CHAMPION = "stage IN ('promoted', 'settled')"
UNDER_WAY = "stage IN ('gated', 'shadow', 'canary')"


def _added() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("revision", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("stage_since", MOMENT, nullable=True),
        sa.Column("paused_at", MOMENT, nullable=True),
        sa.Column("held_seconds", sa.Double(), nullable=False, server_default=sa.text("0")),
        sa.Column("approved", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("probation_until", MOMENT, nullable=True),
        sa.Column("waits_for", sa.String(), nullable=True),
        sa.Column("waits_until", MOMENT, nullable=True),
    )


def upgrade() -> None:
    set_lock_timeout()
    for column in _added():
        op.add_column("rollouts", column)
    op.drop_index("uq_rollouts_champion", "rollouts")
    _unique_where("uq_rollouts_champion", CHAMPION)
    _unique_where("uq_rollouts_under_way", UNDER_WAY)
    op.create_table(
        "rollout_transitions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("rollout_id", BIG, nullable=False),
        sa.Column("model_name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("from_stage", sa.String(length=16), nullable=True),
        sa.Column("to_stage", sa.String(length=16), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("actor", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence", JSON, nullable=True),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollouts.id"], name=op.f("fk_rollout_transitions_rollout_id_rollouts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollout_transitions")),
        sa.UniqueConstraint(
            "rollout_id", "revision", name=op.f("uq_rollout_transitions_rollout_id_revision")
        ),
    )
    op.create_index("ix_rollout_transitions_model_name", "rollout_transitions", ["model_name"])
    op.create_table(
        "policy_versions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("model_name", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", JSON, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(
            ["model_name"], ["models.name"], name=op.f("fk_policy_versions_model_name_models")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_versions")),
        sa.UniqueConstraint(
            "model_name", "number", name=op.f("uq_policy_versions_model_name_number")
        ),
    )


def downgrade() -> None:
    """What the older stages have no word for becomes the nearest that they have."""
    set_lock_timeout()
    op.drop_table("policy_versions")
    op.drop_table("rollout_transitions")
    op.drop_index("uq_rollouts_under_way", "rollouts")
    op.drop_index("uq_rollouts_champion", "rollouts")
    op.execute("UPDATE rollouts SET stage = 'promoted' WHERE stage = 'settled'")
    op.execute(
        "UPDATE rollouts SET stage = 'proposed', weight = 0 "
        "WHERE stage IN ('gated', 'shadow', 'canary')"
    )
    op.execute("UPDATE rollouts SET stage = 'rejected' WHERE stage = 'aborted'")
    _unique_where("uq_rollouts_champion", "stage = 'promoted'")
    for column in reversed(_added()):
        op.drop_column("rollouts", column.name)


def _unique_where(name: str, condition: str) -> None:
    op.create_index(
        name,
        "rollouts",
        ["model_name"],
        unique=True,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )
