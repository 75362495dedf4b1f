"""People who sign in with an OpenID Connect provider, and sign-ins that have begun there."""

import sqlalchemy as sa
from alembic import op

from api.migrations.locking import set_lock_timeout

revision = "20261123_2330"
down_revision = "20261123_2315"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    set_lock_timeout()
    op.add_column("people", sa.Column("issuer", sa.String(255)))
    op.add_column("people", sa.Column("subject", sa.String(255)))
    # An index, not a constraint: SQLite would make the table anew for that, and with the old one
    # drop the sessions and keys of everybody.
    op.create_index("ix_people_issuer_subject", "people", ["issuer", "subject"], unique=True)
    op.add_column("web_sessions", sa.Column("id_token", sa.Text()))
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("state_sha256", sa.String(64), nullable=False),
        sa.Column("browser_sha256", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("code_verifier", sa.String(128), nullable=False),
        sa.Column("return_path", sa.String(512), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
        sa.UniqueConstraint("state_sha256", name=op.f("uq_sign_in_attempts_state_sha256")),
    )
    op.create_index("ix_sign_in_attempts_expires_at", "sign_in_attempts", ["expires_at"])


def downgrade() -> None:
    set_lock_timeout()
    op.drop_table("sign_in_attempts")
    op.drop_column("web_sessions", "id_token")
    op.drop_index("ix_people_issuer_subject", "people")
    op.drop_column("people", "subject")
    op.drop_column("people", "issuer")
