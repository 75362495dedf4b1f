"""Files that are scored for visitors: when they are gone."""

import sqlalchemy as sa
from alembic import op

from api.migrations.locking import set_lock_timeout

revision = "20261124_0110"
down_revision = "20261124_0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    set_lock_timeout()
    op.add_column("batch_predictions", sa.Column("expires_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    set_lock_timeout()
    op.drop_column("batch_predictions", "expires_at")
