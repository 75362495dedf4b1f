"""The rows of a day counted by slice."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.migrations.locking import set_lock_timeout

revision = "20261123_1345"
down_revision = "20261123_0910"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    set_lock_timeout()
    op.add_column("drift_days", sa.Column("slices", JSON, nullable=True))


def downgrade() -> None:
    set_lock_timeout()
    with op.batch_alter_table("drift_days") as batch:
        batch.drop_column("slices")
