"""Keys that programs ask with, service accounts, and which key a change was made with."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.migrations.locking import set_lock_timeout

revision = "20261123_2030"
down_revision = "20261123_1640"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    set_lock_timeout()
    op.create_table(
        "api_keys",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("prefix", sa.String(16), nullable=False),
        sa.Column("key_sha256", sa.String(64), nullable=False),
        sa.Column("scopes", JSON, nullable=False),
        sa.Column("requests_per_minute", sa.Integer()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(200), nullable=False),
        sa.Column("expires_at", MOMENT),
        sa.Column("revoked_at", MOMENT),
        sa.Column("last_used_at", MOMENT),
        sa.Column("last_used_address", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("prefix", name=op.f("uq_api_keys_prefix")),
        sa.UniqueConstraint("key_sha256", name=op.f("uq_api_keys_key_sha256")),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_api_keys_person_id_people"),
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_api_keys_person_id", "api_keys", ["person_id"])
    op.add_column(
        "people",
        sa.Column("is_service", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("audit_entries", sa.Column("api_key", sa.String(16)))


def downgrade() -> None:
    set_lock_timeout()
    with op.batch_alter_table("audit_entries") as batch:
        batch.drop_column("api_key")
    with op.batch_alter_table("people") as batch:
        batch.drop_column("is_service")
    op.drop_table("api_keys")
