"""What a policy found when it last looked at a rollout that waits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.migrations.locking import set_lock_timeout

revision = "20261123_0910"
down_revision = "20261123_0740"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    set_lock_timeout()
    op.add_column("rollouts", sa.Column("evidence", JSON, nullable=True))
    op.add_column("rollouts", sa.Column("evidence_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    set_lock_timeout()
    with op.batch_alter_table("rollouts") as batch:
        batch.drop_column("evidence_at")
        batch.drop_column("evidence")
