"""Browsers that are signed in, accounts that can be locked, and where a change came from."""

import sqlalchemy as sa
from alembic import op

from api.migrations.locking import set_lock_timeout

revision = "20261123_1640"
down_revision = "20261123_1345"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    set_lock_timeout()
    op.create_table(
        "web_sessions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("agent", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_sessions")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_web_sessions_token_sha256")),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_web_sessions_person_id_people"),
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_web_sessions_person_id", "web_sessions", ["person_id"])
    op.create_index("ix_web_sessions_expires_at", "web_sessions", ["expires_at"])
    op.add_column("people", sa.Column("disabled_at", MOMENT))
    op.add_column("people", _false("must_change_password"))
    op.add_column(
        "people",
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False, server_default="0"),
    )
    op.add_column("people", sa.Column("locked_until", MOMENT))
    op.add_column("people", sa.Column("last_signed_in_at", MOMENT))
    op.add_column("audit_entries", sa.Column("address", sa.String(64)))


def _false(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def downgrade() -> None:
    set_lock_timeout()
    with op.batch_alter_table("audit_entries") as batch:
        batch.drop_column("address")
    with op.batch_alter_table("people") as batch:
        for name in (
            "last_signed_in_at",
            "locked_until",
            "failed_sign_ins",
            "must_change_password",
            "disabled_at",
        ):
            batch.drop_column(name)
    op.drop_table("web_sessions")
